import { screen, waitFor } from '@testing-library/react';
import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { EntityHelmReleasesContent } from './EntityHelmReleasesContent';

function show(kind: string, api: FakeHelmApi) {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'shop', namespace: 'default' },
    relations: [{ type: 'memberOf', targetRef: 'group:default/team-web' }],
  };
  return renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityHelmReleasesContent />
    </EntityProvider>,
    {
      apis: [
        [helmApiRef, api],
        [catalogApiRef, catalogApiMock({ entities: [] })],
      ],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
}

describe('EntityHelmReleasesContent', () => {
  it.each([
    ['System', { system: 'system:default/shop' }],
    ['Group', { owner: 'group:default/shop' }],
    ['User', { owner: 'user:default/shop,group:default/team-web' }],
  ])('lists the releases of a %s, and no others', async (kind, filter) => {
    const api = new FakeHelmApi();
    const list = jest.spyOn(api, 'releases');
    show(kind, api);
    await screen.findAllByRole('link', { name: 'storefront' });
    await waitFor(() => expect(list).toHaveBeenCalled());
    expect(list).toHaveBeenCalledWith(expect.objectContaining(filter));
    const [fixed] = Object.keys(filter);
    expect(
      screen.queryByRole('combobox', { name: new RegExp(fixed, 'i') }),
    ).toBeNull();
    expect(screen.getByRole('combobox', { name: 'Chart' })).toBeVisible();
  });

  it('asks for nothing when nothing belongs to a Domain', async () => {
    const api = new FakeHelmApi();
    const list = jest.spyOn(api, 'releases');
    show('Domain', api);
    expect(await screen.findByText('Nothing belongs here yet')).toBeVisible();
    expect(list).not.toHaveBeenCalled();
  });
});
