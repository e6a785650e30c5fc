import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { JsonValue } from '@backstage/types';
import { HelmApiError } from '@backstage-helm/plugin-helm-common';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { renderForm } from '../__testUtils__/renderForm';

const field = { type: 'object', 'ui:field': 'HelmSecret' };
const there = {
  entityRef: 'component:default/storefront',
  environment: 'dev',
};

function show(data: Record<string, JsonValue>, api = new FakeHelmApi()) {
  const write = jest.spyOn(api, 'writeSecret');
  return { write, ...renderForm({ properties: { secret: field }, data, api }) };
}

async function openDialog() {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Store a Secret for dev…' }),
  );
  return within(await screen.findByRole('dialog'));
}

describe('HelmSecret', () => {
  it('stores at once and keeps a reference only', async () => {
    const { write, review, create, onCreate } = show(there);
    const dialog = await openDialog();
    // The schema of the chart marks it.
    expect(await dialog.findByLabelText('Key 1')).toHaveValue('password');
    const value = dialog.getByLabelText('Value of password');
    expect(value).toHaveAttribute('type', 'password');
    await userEvent.type(value, 'hunter2');
    await userEvent.click(dialog.getByRole('button', { name: 'Store Secret' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(write).toHaveBeenCalledWith(
      expect.objectContaining({ namespace: 'shop-dev' }),
      'storefront-secrets',
      { data: { password: 'hunter2' }, reason: undefined },
    );
    expect(
      screen.getByText(/Stored as Secret storefront-secrets/),
    ).toHaveTextContent('existingSecret: storefront-secrets');
    await review();
    expect(document.documentElement.outerHTML).not.toContain('hunter2');
    expect(window.location.href).not.toContain('hunter2');
    await create();
    expect(onCreate).toHaveBeenCalledWith({
      ...there,
      secret: {
        name: 'storefront-secrets',
        namespace: 'shop-dev',
        keys: ['password'],
      },
    });
    expect(JSON.stringify(onCreate.mock.calls)).not.toContain('hunter2');
  });

  it('forgets what was typed when the dialog closes', async () => {
    show(there);
    const first = await openDialog();
    await userEvent.type(first.getByLabelText('Value of password'), 'hunter2');
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    const again = await openDialog();
    expect(again.getByLabelText('Value of password')).toHaveValue('');
  });

  it('shows the server’s refusal and keeps the dialog open', async () => {
    const api = new FakeHelmApi();
    const { write } = show(there, api);
    write.mockRejectedValue(
      new HelmApiError(
        {
          code: 'NOT_ALLOWED',
          message: 'This needs the permission helm.secret.write.',
        },
        { status: 403 },
      ),
    );
    const dialog = await openDialog();
    await userEvent.type(
      dialog.getByLabelText('Value of password'),
      'x{Enter}',
    );
    expect(
      await dialog.findByText(/needs the permission helm\.secret\.write/),
    ).toBeInTheDocument();
    expect(write).toHaveBeenCalledTimes(1);
  });

  it('says what to do where nothing is declared yet', async () => {
    show({ entityRef: 'component:default/storefront', environment: 'qa' });
    expect(
      await screen.findByText(/No release of component:default\/storefront/),
    ).toHaveTextContent(/choose Deploy… and store it/);
    expect(
      screen.queryByRole('button', { name: /Store a Secret/ }),
    ).not.toBeInTheDocument();
  });

  it('refuses anything but a reference', async () => {
    const { review } = show({
      ...there,
      secret: { name: 'a', namespace: 'b', keys: [], password: 'hunter2' },
    });
    await screen.findByRole('button', { name: 'Store it anew…' });
    await review();
    expect(
      (await screen.findAllByText(/no reference to a Secret/)).length,
    ).toBeGreaterThan(0);
  });
});
