import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from 'react-router-dom';
import { FlatRoutes } from '@backstage/core-app-api';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { FakeHelmApi } from '../dev/fake/FakeHelmApi';
import {
  EntityHelmCard,
  EntityHelmContent,
  helmApiRef,
  HelmPage,
} from './legacy';
import { rootRouteRef } from './routes';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'storefront', namespace: 'default' },
};

describe('in the old frontend system', () => {
  it('the page lists releases and leads to the operations', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[helmApiRef, new FakeHelmApi()]]}>
        <FlatRoutes>
          <Route path="/helm" element={<HelmPage />} />
        </FlatRoutes>
      </TestApiProvider>,
      {
        routeEntries: ['/helm'],
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
    expect(
      (await screen.findAllByRole('link', { name: 'storefront' })).length,
    ).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole('tab', { name: 'Operations' }));
    await userEvent.click(
      await screen.findByRole('link', { name: 'Upgrade to 2.5.0' }),
    );
    expect(
      await screen.findByRole('heading', { name: /never became ready/ }),
    ).toBeInTheDocument();
  });

  it('the page counts what waits for me, and has the environments', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[helmApiRef, new FakeHelmApi()]]}>
        <FlatRoutes>
          <Route path="/helm" element={<HelmPage />} />
        </FlatRoutes>
      </TestApiProvider>,
      {
        routeEntries: ['/helm'],
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Approvals · 1' }),
    );
    expect(
      await screen.findByRole('link', { name: 'storefront to prod' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Environments' }));
    expect(await screen.findByText('Stocktaking')).toBeInTheDocument();
  });

  it('the entity tab and the card show the environments', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[helmApiRef, new FakeHelmApi()]]}>
        <EntityProvider entity={entity}>
          <EntityHelmCard />
          <EntityHelmContent />
        </EntityProvider>
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/catalog/:namespace/:kind/:name': entityRouteRef,
          '/helm': rootRouteRef,
        },
      },
    );
    expect(
      await screen.findByRole('article', { name: 'prod' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('row', { name: /staging 2\.3\.1/ })).toBeVisible();
  });
});
