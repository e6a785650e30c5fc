import type { Binding } from '../bindings/Binding';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import type { EntityFacts } from '@backstage-helm/plugin-helm-common';
import { ReleaseDirectory } from './ReleaseDirectory';

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };
const web = 'group:default/team-web';
const mallory = 'group:default/team-mallory';

function declares(more: Partial<Declaration> = {}): Declaration {
  return {
    entityRef: 'component:default/storefront',
    owner: web,
    system: 'system:default/shop',
    systemOwner: web,
    environment: 'dev',
    release: ref,
    ...more,
  } as Declaration;
}

async function resourceOf(
  declared: Declaration[],
  boundTo?: string,
  catalog: EntityFacts[] = [],
) {
  const binding = boundTo && ({ release: ref, entityRef: boundTo } as Binding);
  const unused = async () => [];
  const directory = new ReleaseDirectory({
    config: {
      environments: [
        {
          name: 'dev',
          cluster: 'nonprod',
          namespaces: [{ match: '{system}-dev' }],
        } as EnvironmentConfig,
      ],
    },
    bindings: {
      get: async () => binding || undefined,
      all: unused,
      ofEntity: unused,
      claim: async (_, given) => given,
      remove: async () => undefined,
    },
    declarations: {
      ofRelease: async () =>
        declared.filter(({ release }) => release?.name === ref.name),
      ofEntity: async entityRef =>
        declared.filter(entry => entry.entityRef === entityRef),
      all: unused,
      refresh: unused,
      resolve: async () => declared[0],
    },
    entities: async entityRef =>
      catalog.find(entry => entry.entityRef === entityRef),
  });
  const [resource] = await directory.resources([ref]);
  return resource;
}

describe('ReleaseDirectory', () => {
  it('knows the owner of what is declared, bound or not', async () => {
    const owned = { owner: web, system: 'system:default/shop' };
    const { entityRef } = declares();
    expect(await resourceOf([declares()])).toMatchObject(owned);
    expect(await resourceOf([declares()], entityRef)).toMatchObject(owned);
  });

  it('gives nobody what two entities declare, unless one is bound', async () => {
    const second = declares({
      entityRef: 'component:default/a',
      owner: mallory,
    });
    expect((await resourceOf([declares(), second])).owner).toBeUndefined();
    expect(
      await resourceOf([declares(), second], declares().entityRef),
    ).toMatchObject({ owner: web });
  });

  it('leaves an orphan to the entity that owns it, after a rename', async () => {
    const renamed = declares({ release: { ...ref, name: 'shop' } });
    const lost = declares({ release: undefined });
    for (const now of [renamed, lost]) {
      expect(await resourceOf([now], now.entityRef)).toMatchObject({
        owner: web,
        entityRef: now.entityRef,
      });
    }
  });

  it('leaves a release to its owner who declares nothing any more', async () => {
    const { entityRef } = declares();
    const facts = {
      entityRef,
      name: 'storefront',
      namespace: 'default',
      owner: web,
      system: 'system:default/shop',
      systemOwner: web,
    };
    expect(await resourceOf([], entityRef, [facts])).toMatchObject({
      owner: web,
      system: 'system:default/shop',
    });
    // Nor to whoever took the name since, in a System of another team.
    const taken = { ...facts, owner: mallory };
    expect((await resourceOf([], entityRef, [taken])).owner).toBeUndefined();
    expect((await resourceOf([], entityRef)).owner).toBeUndefined();
  });

  it("does not hand a release over to another team's entity of the same name", async () => {
    const recreated = declares({ owner: mallory, release: undefined });
    const { owner, system, environment } = await resourceOf(
      [recreated],
      recreated.entityRef,
    );
    expect({ owner, system, environment }).toEqual({
      owner: undefined,
      system: undefined,
      environment: 'dev',
    });
  });
});
