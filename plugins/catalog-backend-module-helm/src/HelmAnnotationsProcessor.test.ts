import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import type { CatalogProcessorCache } from '@backstage/plugin-catalog-node';
import {
  HelmAnnotationsProcessor,
  type HelmAnnotationsProcessorOptions,
} from './HelmAnnotationsProcessor';
import { readKnownNames } from './readKnownNames';

const config = {
  helm: {
    environments: [
      { name: 'dev', default: true, aliases: ['development'] },
      { name: 'prod', tier: 'prod', engine: 'flux' },
    ],
    repositories: [{ name: 'local', url: 'http://127.0.0.1:1/' }],
  },
};
const good = {
  'helm-release/repository': 'local',
  'helm-release/chart': 'web-service',
  'helm-release/version': '1.3.0',
};
const documents = { 'helm-release/file': 'deploy/releases.yaml' };

function component(annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'storefront', annotations },
    spec: { owner: 'team-web', system: 'shop' },
  };
}

/** A catalog that remembers one entity as the real one does. */
function aCatalog(
  given: Partial<
    Pick<HelmAnnotationsProcessorOptions, 'dependenciesOf' | 'context'>
  > = {},
) {
  const publish = jest.fn(async () => {});
  const logger = mockServices.logger.mock();
  const processor = new HelmAnnotationsProcessor({
    context: readKnownNames(mockServices.rootConfig({ data: config })),
    dependenciesOf: async () => undefined,
    publish,
    logger,
    ...given,
  });
  let kept: Record<string, unknown> = {};
  return {
    publish,
    logger,
    async process(entity: Entity) {
      const emit = jest.fn();
      let written: Record<string, unknown> | undefined;
      const cache = {
        get: async (key: string) => kept[key],
        set: async (key: string, value: unknown) => {
          written = { ...written, [key]: value };
        },
        withKey: () => cache,
      } as unknown as CatalogProcessorCache;
      const processed: AlphaEntity = await processor.postProcessEntity(
        entity,
        undefined,
        emit,
        cache,
      );
      kept = written ?? kept;
      const relations = emit.mock.calls.map(([{ relation }]) =>
        [relation.source.name, relation.type, relation.target.name].join(' '),
      );
      return { entity, processed, items: processed.status?.items, relations };
    },
  };
}

const process = (annotations?: Record<string, string>) =>
  aCatalog().process(component(annotations));

describe('HelmAnnotationsProcessor', () => {
  it('leaves an entity alone that declares nothing', async () => {
    const { entity, processed } = await process();
    expect(processed).toBe(entity);
  });

  it('leaves a right declaration alone', async () => {
    const { entity, processed } = await process(good);
    expect(processed).toBe(entity);
  });

  it('names the misspelt key and the nearest known one', async () => {
    const { items } = await process({
      ...good,
      'helm-release/verison.prod': '1',
    });
    expect(items).toEqual([
      expect.objectContaining({
        type: 'helm.ANNOTATION_UNKNOWN_KEY',
        level: 'error',
        message: expect.stringMatching(/verison.*version/s),
      }),
    ]);
  });

  it('says the same mistake once, however many environments it breaks', async () => {
    const { items } = await process({
      ...good,
      'helm-release/version': '^1.0.0',
      'helm-release/environments': 'dev, prod',
    });
    expect(items?.map(item => item.type)).toEqual(['helm.VERSION_NOT_EXACT']);
  });

  it('names an unknown environment and an unlisted repository', async () => {
    const { items } = await process({
      ...good,
      'helm-release/version.live': '1.3.0',
      'helm-release/repository': 'elsewhere',
    });
    expect(items?.map(item => item.type).sort()).toEqual([
      'helm.ANNOTATION_UNKNOWN_ENVIRONMENT',
      'helm.REPOSITORY_NOT_ALLOWED',
    ]);
  });

  it('keeps what other processors said', async () => {
    const status = { items: [{ type: 'other', level: 'info', message: 'm' }] };
    const { items } = await aCatalog().process({
      ...component({ 'helm-release/nope': 'x' }),
      status,
    } as Entity);
    expect(items?.[0].type).toBe('other');
    expect(items?.length).toBeGreaterThan(1);
  });

  it('leaves documents alone: the Helm backend reads them', async () => {
    const { entity, processed } = await process(documents);
    expect(processed).toBe(entity);
  });

  it('says that a chart and documents exclude each other', async () => {
    const { items } = await process({ ...good, ...documents });
    expect(items?.[0]).toMatchObject({
      type: 'helm.ANNOTATION_INVALID',
      message: expect.stringMatching(/helm-release\/file/),
    });
  });

  it('says what is wrong with the path of documents', async () => {
    const { items } = await process({ 'helm-release/file': '/etc/passwd' });
    expect(items?.map(item => item.type)).toContain('helm.PATH_NOT_ALLOWED');
  });

  it('lets the entity through unchanged when it fails itself', async () => {
    const catalog = aCatalog({
      context: undefined,
      dependenciesOf: async () => {
        throw new Error('a mistake of ours');
      },
    });
    const { entity, processed } = await catalog.process(
      component({ ...good, ...documents }),
    );
    expect(processed).toBe(entity);
    expect(catalog.logger.error).toHaveBeenCalledTimes(2);
  });

  describe('event', () => {
    it('tells of a declaration once, and of each change', async () => {
      const catalog = aCatalog();
      await catalog.process(component(good));
      await catalog.process(component(good));
      expect(catalog.publish).toHaveBeenCalledTimes(1);
      await catalog.process(
        component({ ...good, 'helm-release/version': '1.4.0' }),
      );
      expect(catalog.publish).toHaveBeenCalledTimes(2);
      expect(catalog.publish).toHaveBeenLastCalledWith({
        entityRef: 'component:default/storefront',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    });

    it('tells when the declaration is gone, once', async () => {
      const catalog = aCatalog();
      await catalog.process(component(good));
      await catalog.process(component());
      await catalog.process(component());
      expect(catalog.publish).toHaveBeenCalledTimes(2);
      expect(catalog.publish).toHaveBeenLastCalledWith({
        entityRef: 'component:default/storefront',
        digest: '',
      });
    });

    it('is not waited for, and may fail', async () => {
      const catalog = aCatalog();
      catalog.publish.mockRejectedValue(new Error('no bus'));
      const { entity, processed } = await catalog.process(component(good));
      expect(processed).toBe(entity);
      expect(catalog.logger.error).toHaveBeenCalledWith(
        expect.stringContaining('no bus'),
      );
    });
  });

  describe('relations', () => {
    it('relates both ways, and not to itself', async () => {
      const catalog = aCatalog({
        dependenciesOf: async ref => [ref, 'component:default/queue'],
      });
      const { relations } = await catalog.process(component(documents));
      expect(relations).toEqual([
        'storefront dependsOn queue',
        'queue dependencyOf storefront',
      ]);
    });

    it('keeps what it knows while the Helm backend is away', async () => {
      const dependenciesOf = jest
        .fn()
        .mockResolvedValueOnce(['component:default/queue'])
        .mockResolvedValueOnce(undefined)
        .mockResolvedValueOnce([]);
      const catalog = aCatalog({ dependenciesOf });
      const count = async () =>
        (await catalog.process(component(documents))).relations.length;
      expect([await count(), await count(), await count()]).toEqual([2, 2, 0]);
      expect(catalog.publish).toHaveBeenCalledTimes(1);
    });

    it('asks for nothing where no documents are', async () => {
      const dependenciesOf = jest.fn();
      await aCatalog({ dependenciesOf }).process(component(good));
      expect(dependenciesOf).not.toHaveBeenCalled();
    });
  });
});
