import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { ReleasesPage } from './ReleasesPage';

function show(api: FakeHelmApi, address = '/') {
  return renderInTestApp(<ReleasesPage />, {
    apis: [[helmApiRef, api]],
    initialRouteEntries: [address],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/helm': rootRouteRef,
    },
  });
}

describe('ReleasesPage', () => {
  it('lists what needs a person first, linked to its environment', async () => {
    show(new FakeHelmApi());
    const links = await screen.findAllByRole('link', { name: 'storefront' });
    expect(links[0]).toHaveAttribute(
      'href',
      '/catalog/default/component/storefront/helm?env=prod',
    );
    expect(
      screen.getByText('Cluster edge-eu does not answer.'),
    ).toBeInTheDocument();
  });

  it('filters by what the tiles count', async () => {
    show(new FakeHelmApi());
    await userEvent.click(
      await screen.findByRole('button', { name: /Working/ }),
    );
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  it('asks the server for what was typed, once', async () => {
    const api = new FakeHelmApi();
    const list = jest.spyOn(api, 'releases');
    show(api);
    await userEvent.type(await screen.findByRole('searchbox'), 'cart');
    await waitFor(() =>
      expect(list).toHaveBeenLastCalledWith(
        expect.objectContaining({ q: 'cart' }),
      ),
    );
    expect(list).toHaveBeenCalledTimes(2);
  });

  it('keeps what was chosen in the address, and asks for it', async () => {
    const api = new FakeHelmApi();
    const list = jest.spyOn(api, 'releases');
    show(api, '/?owner=group:default/gone&chart=storefront');
    await screen.findAllByRole('link', { name: 'storefront' });
    expect(screen.getByRole('combobox', { name: 'Owner' })).toHaveDisplayValue(
      'gone',
    );
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Owner' }),
      'team-web',
    );
    await waitFor(() =>
      expect(list).toHaveBeenLastCalledWith(
        expect.objectContaining({
          owner: 'group:default/team-web',
          chart: 'storefront',
        }),
      ),
    );
  });
});
