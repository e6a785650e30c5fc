import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createEntityFacts } from './createEntityFacts';

const component: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'storefront' },
  spec: { owner: 'web', system: 'shop' },
};
const system: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'shop' },
  spec: { owner: 'platform' },
};

describe('createEntityFacts', () => {
  const find = (entities: Entity[]) =>
    createEntityFacts({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
    });

  it("reads owner, System and the System's owner", async () => {
    const entities = find([component, system]);
    expect(await entities('component:default/storefront')).toMatchObject({
      owner: 'group:default/web',
      system: 'system:default/shop',
      systemOwner: 'group:default/platform',
    });
    expect(await entities('component:default/gone')).toBeUndefined();
  });

  it('knows nobody while the catalog is away, and asks again', async () => {
    const catalog = catalogServiceMock({ entities: [component, system] });
    const read = catalog.getEntityByRef.bind(catalog);
    let isAway = true;
    catalog.getEntityByRef = async (...args) => {
      if (isAway) {
        throw new Error('catalog away');
      }
      return read(...args);
    };
    const entities = createEntityFacts({
      catalog,
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
    });
    expect(await entities('component:default/storefront')).toBeUndefined();
    isAway = false;
    expect(await entities('component:default/storefront')).toMatchObject({
      owner: 'group:default/web',
    });
  });
});
