import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import { HelmAnnotationsProcessor } from './HelmAnnotationsProcessor';
import { readKnownNames } from './readKnownNames';

const processor = new HelmAnnotationsProcessor(
  readKnownNames(
    mockServices.rootConfig({
      data: {
        helm: {
          environments: [
            { name: 'dev', default: true },
            { name: 'prod', tier: 'prod' },
          ],
          repositories: [{ name: 'local', url: 'http://127.0.0.1:1/' }],
        },
      },
    }),
  ),
);

async function process(annotations?: Record<string, string>) {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'storefront', annotations },
    spec: { owner: 'team-web', system: 'shop' },
  };
  const processed = await processor.postProcessEntity(entity);
  return { entity, processed, items: (processed as AlphaEntity).status?.items };
}

const good = {
  'helm-release/repository': 'local',
  'helm-release/chart': 'web-service',
  'helm-release/version': '1.3.0',
};

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
    const entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'a', annotations: { 'helm-release/nope': 'x' } },
      status: { items: [{ type: 'other', level: 'info', message: 'm' }] },
    };
    const processed: AlphaEntity = await processor.postProcessEntity(entity);
    expect(processed.status?.items?.[0].type).toBe('other');
    expect(processed.status?.items?.length).toBeGreaterThan(1);
  });
});
