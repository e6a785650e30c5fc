import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { EnvironmentsPage } from '../Fleet/EnvironmentsPage';

function show(api = new FakeHelmApi(), address = '/helm/environments') {
  renderInTestApp(<EnvironmentsPage />, {
    apis: [[helmApiRef, api]],
    initialRouteEntries: [address],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/helm': rootRouteRef,
    },
  });
  return jest.spyOn(api, 'continueSync');
}

const open = async () => {
  await userEvent.click(
    await screen.findByRole('link', { name: 'Review and continue' }),
  );
  return within(
    await screen.findByRole('dialog', {
      name: 'Changes that wait in staging',
    }),
  );
};

const rest = 'Continue with 14 changes';

describe('HeldReview', () => {
  it('lists what waits with the way to each diff, and what one may not see', async () => {
    show();
    const dialog = await open();
    await dialog.findByRole('link', { name: 'See diff held' });
    const rows = dialog.getAllByRole('row');
    expect(rows).toHaveLength(5);
    expect(
      within(rows[2]).getByRole('link', { name: 'See diff held' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/storefront/helm?env=staging%2Fheld&tab=manifest&diff=declared',
    );
    expect(rows[1]).toHaveTextContent('storefront');
    expect(rows[2]).toHaveTextContent('declared 2.5.0 · deployed 2.4.0');
    expect(
      dialog.getByText('10 more that you may not see.'),
    ).toBeInTheDocument();
  });

  it('continues with a reason, and the banner is gone', async () => {
    const proceed = show();
    const dialog = await open();
    await userEvent.click(dialog.getByRole('button', { name: rest }));
    expect(dialog.getByRole('alert')).toBeInTheDocument();
    expect(proceed).not.toHaveBeenCalled();
    await userEvent.type(dialog.getByRole('textbox'), 'A new base image');
    await userEvent.click(dialog.getByRole('button', { name: rest }));
    expect(proceed).toHaveBeenCalledWith('staging', {
      digest: 'hmac:held-1',
      reason: 'A new base image',
    });
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    await waitFor(() =>
      expect(
        screen.queryByRole('link', { name: 'Review and continue' }),
      ).not.toBeInTheDocument(),
    );
  });

  it('shows the other set when it has changed, and continues only with that', async () => {
    const api = new FakeHelmApi();
    const { items } = await api.environments();
    const changed = items.map(entry =>
      entry.sync?.held
        ? {
            ...entry,
            sync: {
              ...entry.sync,
              held: { ...entry.sync.held, digest: 'hmac:held-2', changes: 15 },
            },
          }
        : entry,
    );
    jest
      .spyOn(api, 'environments')
      .mockResolvedValueOnce({
        items: items.map(entry =>
          entry.sync?.held
            ? {
                ...entry,
                sync: {
                  ...entry.sync,
                  held: { ...entry.sync.held, digest: 'hmac:old' },
                },
              }
            : entry,
        ),
      })
      .mockResolvedValue({ items: changed });
    const proceed = show(api);
    const dialog = await open();
    await userEvent.type(dialog.getByRole('textbox'), 'A new base image');
    await userEvent.click(dialog.getByRole('button', { name: rest }));
    expect(
      await dialog.findByText(/not those that you looked at: look/),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(/Other changes wait than those that you looked at/),
    ).toBeInTheDocument();
    expect(proceed).toHaveBeenCalledTimes(1);
    proceed.mockResolvedValue({ ...items[1].sync!, held: undefined });
    await userEvent.click(
      dialog.getByRole('button', { name: 'Continue with 15 changes' }),
    );
    expect(proceed).toHaveBeenLastCalledWith('staging', {
      digest: 'hmac:held-2',
      reason: 'A new base image',
    });
  });

  it('says so when nothing waits any more', async () => {
    show(undefined, '/helm/environments?held=dev');
    expect(
      await screen.findByText('Nothing waits in dev any more'),
    ).toBeInTheDocument();
  });
});
