import type { Entity } from '@backstage/catalog-model';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { releaseScope } from './releaseScope';

function entity(
  kind: string,
  name: string,
  relations: Record<string, string[]> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default' },
    relations: Object.entries(relations).flatMap(([type, refs]) =>
      refs.map(targetRef => ({ type, targetRef })),
    ),
  };
}

const catalog = catalogApiMock({
  entities: [
    entity('Domain', 'retail'),
    entity('Domain', 'stores', { partOf: ['domain:default/retail'] }),
    entity('System', 'shop', { partOf: ['domain:default/retail'] }),
    entity('System', 'till', { partOf: ['domain:default/stores'] }),
    entity('System', 'payments', { partOf: ['domain:default/finance'] }),
    entity('Group', 'acme'),
    entity('Group', 'web', { childOf: ['group:default/acme'] }),
    entity('Group', 'web-search', { childOf: ['group:default/web'] }),
    entity('Group', 'other'),
    ...Array.from({ length: 120 }, (_, index) =>
      entity('Group', `many-${index}`, { childOf: ['group:default/huge'] }),
    ),
  ],
});
const scope = (given: Entity) => releaseScope(given, catalog);

describe('releaseScope', () => {
  it('is a System itself', async () => {
    expect(await scope(entity('System', 'shop'))).toEqual({
      by: 'system',
      refs: ['system:default/shop'],
      isCut: false,
    });
  });

  it("is a Domain's Systems, those of Domains below it too", async () => {
    expect(await scope(entity('Domain', 'retail'))).toMatchObject({
      by: 'system',
      refs: ['system:default/shop', 'system:default/till'],
    });
  });

  it('is nothing for a Domain without Systems', async () => {
    expect((await scope(entity('Domain', 'empty'))).refs).toEqual([]);
  });

  it('is a Group with all groups below it', async () => {
    expect(await scope(entity('Group', 'acme'))).toMatchObject({
      by: 'owner',
      refs: [
        'group:default/acme',
        'group:default/web',
        'group:default/web-search',
      ],
    });
  });

  it('is a User with their groups', async () => {
    const dana = entity('User', 'dana', {
      memberOf: ['group:default/web', 'group:default/web'],
      ownerOf: ['component:default/x'],
    });
    expect(await scope(dana)).toMatchObject({
      by: 'owner',
      refs: ['user:default/dana', 'group:default/web'],
    });
  });

  it('says when there are more than can be asked for', async () => {
    const huge = await scope(entity('Group', 'huge'));
    expect(huge.refs).toHaveLength(100);
    expect(huge.isCut).toBe(true);
  });
});
