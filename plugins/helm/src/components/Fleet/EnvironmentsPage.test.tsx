import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { environments } from '../../../dev/fake/targets';
import { helmApiRef } from '../../api/helmApiRef';
import { EnvironmentsPage } from './EnvironmentsPage';

function show(api: FakeHelmApi) {
  renderInTestApp(<EnvironmentsPage />, {
    apis: [[helmApiRef, api]],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
}

const rows = async () =>
  (await screen.findAllByRole('row')).slice(1).map(row => row.textContent);

describe('EnvironmentsPage', () => {
  it('shows every environment in its order with what governs it', async () => {
    show(new FakeHelmApi());
    const [dev, staging, prod] = await rows();
    expect(dev).toMatch(/dev.*connected.*helm 4.*not needed.*none in sight/);
    expect(staging).toMatch(/staging.*from dev/);
    expect(prod).toMatch(
      /1 by group:default\/platform, the entity’s owner.*Who asks can’t approve. Break-glass is possible.*Stocktaking.*from staging.*after 1 h of good health.*prepared by the portal/,
    );
  });

  it('says which cluster is away and which environment is frozen', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'environments').mockResolvedValue({
      items: [
        {
          ...environments[0],
          clusterStatus: {
            connected: false,
            lastContactAt: new Date(Date.now() - 240_000).toISOString(),
            problem: 'connect ETIMEDOUT',
          },
          policy: {
            baseline: false,
            freezesAhead: [],
            frozen: {
              title: 'Year end',
              start: '2026-12-20T00:00:00Z',
              end: '2027-01-03T00:00:00Z',
            },
          },
        },
      ],
    });
    show(api);
    expect(await rows()).toEqual([
      expect.stringMatching(
        /does not answer.*last contact 4 min ago.*Year enduntil 3 Jan 2027, 00:00 UTC/,
      ),
    ]);
  });
});
