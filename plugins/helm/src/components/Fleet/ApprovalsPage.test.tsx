import { screen, within } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { OperationListQuery } from '@backstage-helm/plugin-helm-common';
import { awaiting } from '../../../dev/fake/awaiting';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { ApprovalsPage } from './ApprovalsPage';

const another = { ...awaiting, id: '9b0000', environment: 'staging' };

function show(mine = [awaiting], waiting = [another, awaiting]) {
  const api = new FakeHelmApi();
  jest
    .spyOn(api, 'operations')
    .mockImplementation(async (query: OperationListQuery = {}) => ({
      items: query.approvable ? mine : waiting,
    }));
  renderInTestApp(<ApprovalsPage />, {
    apis: [[helmApiRef, api]],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/helm': rootRouteRef,
    },
  });
}

const region = (name: string) => screen.findByRole('region', { name });

describe('ApprovalsPage', () => {
  it('lists what waits for me first, each leading to its review', async () => {
    show();
    const mine = within(await region('For you to approve'));
    expect(
      await mine.findByRole('link', { name: 'storefront to prod' }),
    ).toHaveAttribute('href', `/helm/operations/${awaiting.id}`);
    expect(mine.getByText('1 of 2')).toBeInTheDocument();
    expect(
      mine.getByText('“SHOP-496 cart service before the campaign”'),
    ).toBeInTheDocument();
    const others = within(await region('Waiting for others'));
    expect(
      others.getByRole('link', { name: 'storefront to staging' }),
    ).toBeInTheDocument();
    expect(
      others.queryByRole('link', { name: 'storefront to prod' }),
    ).not.toBeInTheDocument();
  });

  it('says when nothing waits for me', async () => {
    show([], []);
    expect(
      await screen.findByText('Nothing waits for you'),
    ).toBeInTheDocument();
    expect(screen.queryByText('Waiting for others')).not.toBeInTheDocument();
  });
});
