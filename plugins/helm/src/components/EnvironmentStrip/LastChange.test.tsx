import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { awaiting } from '../../../dev/fake/awaiting';
import { storefront } from '../../../dev/fake/targets';
import { LastChange } from './LastChange';

const prod = storefront[2];

function show(changes: Partial<Target>) {
  renderInTestApp(<LastChange target={{ ...prod, ...changes }} />, {
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
}

describe('LastChange', () => {
  it('tells who asks, and why', async () => {
    show({ activeOperation: awaiting });
    expect(
      await screen.findByText('“SHOP-496 cart service before the campaign”'),
    ).toBeInTheDocument();
  });

  it('takes a request that never ran for no change', async () => {
    show({
      activeOperation: undefined,
      lastOperation: { ...awaiting, status: 'expired' },
    });
    expect(
      await screen.findByText('Changed outside the portal'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/SHOP-496/)).not.toBeInTheDocument();
  });
});
