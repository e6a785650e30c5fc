import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { HelmApiError, type HelmApi } from '@backstage-helm/plugin-helm-common';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { OperationPage } from './OperationPage';

function show(api: HelmApi, id: string) {
  return renderInTestApp(
    <Routes>
      <Route path="/operations/:id" element={<OperationPage />} />
    </Routes>,
    {
      apis: [[helmApiRef, api]],
      initialRouteEntries: [`/operations/${id}`],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
}

describe('OperationPage', () => {
  it('tells what failed, why with the last lines, what holds now and what to do', async () => {
    show(new FakeHelmApi(), '8e19qd');
    expect(
      await screen.findByRole('heading', {
        name: /2 new storefront-web pods never became ready/,
      }),
    ).toBeInTheDocument();
    expect(screen.getByText('Failed, rolled back')).toBeInTheDocument();
    expect(
      screen.getByText(/stops at start because PAYMENTS_BASE_URL is empty/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/FATAL config: PAYMENTS_BASE_URL is required/),
    ).toBeInTheDocument();
    expect(screen.getByText(/was put back to revision 41/)).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Fix values and deploy' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Automatic rollback' }),
    ).toHaveAttribute('href', '/helm/operations/8e1a00');
    expect(await screen.findByText('Manifest, 41 → 42')).toBeInTheDocument();
    const log = within(screen.getByRole('log', { name: 'Log' }));
    expect(log.getByText(/1 of 3 new pods ready/)).toBeInTheDocument();
  });

  it('shows the running phase, and cancels', async () => {
    const api = new FakeHelmApi();
    const cancel = jest.spyOn(api, 'cancelOperation');
    show(api, '8f3k2c');
    const wait = (await screen.findByText('Wait')).closest('li');
    expect(wait).toHaveAttribute('aria-current', 'step');
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(cancel).toHaveBeenCalledWith('8f3k2c');
  });

  it('keeps the log when the connection breaks, and says that it connects again', async () => {
    const api = new FakeHelmApi();
    jest
      .spyOn(api, 'followOperation')
      .mockImplementation(async (_id, options) => {
        options.onEvent({
          seq: 1,
          at: '2026-11-20T12:00:00Z',
          type: 'log',
          text: 'Applied 12 objects',
        });
        options.onConnection?.('reconnecting');
        await new Promise(() => undefined);
      });
    show(api, '8f3k2c');
    expect(await screen.findByText('Connecting again.')).toBeInTheDocument();
    expect(screen.getByText('Applied 12 objects')).toBeInTheDocument();
  });

  it('leads from what was interrupted to what holds the release up', async () => {
    const api = new FakeHelmApi();
    const known = await api.operation('8e19qd');
    jest.spyOn(api, 'operation').mockResolvedValue({
      ...known,
      status: 'interrupted',
      outcome: {
        code: 'RELEASE_LOCKED',
        title: 'Upgrade to 2.5.0 interrupted',
        holds: 'Revision 42 is pending-upgrade.',
      },
    });
    show(api, '8e19qd');
    expect(
      await screen.findByRole('button', { name: 'Why is it stuck?' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Fix values and deploy' }),
    ).not.toBeInTheDocument();
  });

  it('does not tell an operation that is hidden from one that is not there', async () => {
    show(new FakeHelmApi(), 'nope');
    expect(
      await screen.findByText('There is no such operation.'),
    ).toBeInTheDocument();
  });

  it('says why a retry was refused', async () => {
    const api = new FakeHelmApi();
    jest
      .spyOn(api, 'retryOperation')
      .mockRejectedValue(
        new HelmApiError(
          { code: 'RELEASE_BUSY', message: 'Another change is on its way.' },
          { status: 409 },
        ),
      );
    show(api, '8e19qd');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retry unchanged…' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await screen.findByText(/Another change is on its way/),
    ).toBeInTheDocument();
  });
});
