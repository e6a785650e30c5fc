import { mockServices } from '@backstage/backend-test-utils';
import type { EventParams } from '@backstage/plugin-events-node';
import type { DeclaredEntity } from '../declarations/DeclarationTable';
import type { RefreshRequest } from '../declarations/RefreshRequests';
import { followEvents } from './followEvents';

const commit = 'bffeb74224043ba2feb48d137756c8a9331c449a';
const entity = (name: string, files: string[]) =>
  ({
    entityRef: `component:default/${name}`,
    declarations: [
      {
        problems: [],
        sources: files.map(file => ({
          url: `https://github.com/acme/${name}/blob/main/${file}`,
        })),
      },
    ],
  } as unknown as DeclaredEntity);

async function setup() {
  const requested: RefreshRequest[] = [];
  const refreshed: string[] = [];
  const subscribers = new Map<string, (event: EventParams) => Promise<void>>();
  await followEvents({
    events: {
      publish: async () => {},
      subscribe: async ({ topics, onEvent }) =>
        topics.forEach(topic => subscribers.set(topic, onEvent)),
    },
    requests: { request: async request => void requested.push(request) },
    declared: async () => [
      entity('shop', ['catalog-info.yaml', 'values.yaml']),
      entity('pay', ['catalog-info.yaml']),
    ],
    catalog: { refreshEntity: async ref => void refreshed.push(ref) },
    auth: mockServices.auth(),
    logger: mockServices.logger.mock(),
  });
  return {
    requested,
    refreshed,
    publish: (topic: string, eventPayload: unknown) =>
      subscribers.get(topic)?.({ topic, eventPayload }),
  };
}

const push = (...modified: string[]) => ({
  ref: 'refs/heads/main',
  after: commit,
  repository: { html_url: 'https://github.com/acme/shop' },
  commits: [{ modified }],
});

describe('followEvents', () => {
  it('asks for what the catalog announces', async () => {
    const { publish, requested } = await setup();
    await publish('helm.refresh', {
      entityRef: 'Component:default/Shop',
      digest: 'x',
      commit: '; rm',
    });
    expect(requested).toEqual([
      { entityRef: 'component:default/shop', digest: 'x', commit: undefined },
    ]);
  });

  it('asks for nothing that names no entity', async () => {
    const { publish, requested } = await setup();
    await publish('helm.refresh', undefined);
    await publish('helm.refresh', { entityRef: 7 });
    expect(requested).toEqual([]);
  });

  it('reads what a push changed, with its commit', async () => {
    const { publish, requested, refreshed } = await setup();
    await publish('github.push', push('values.yaml'));
    await new Promise(setImmediate);
    expect(requested).toEqual([
      { entityRef: 'component:default/shop', commit },
    ]);
    expect(refreshed).toEqual([]);
  });

  it('has the catalog read its own file again too', async () => {
    const { publish, requested, refreshed } = await setup();
    await publish('github.push', push('catalog-info.yaml'));
    await new Promise(setImmediate);
    expect(refreshed).toEqual(['component:default/shop']);
    expect(requested).toHaveLength(1);
  });

  it('minds no other file', async () => {
    const { publish, requested } = await setup();
    await publish('github.push', push('README.md'));
    await new Promise(setImmediate);
    expect(requested).toEqual([]);
  });
});
