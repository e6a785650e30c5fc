import type { ReleaseRef, Revision } from '@backstage-helm/plugin-helm-common';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import type { HelmConfig } from '../config/HelmConfig';
import { memoryKnowledge } from './__testUtils__/memoryKnowledge';
import { countHeadlines } from './countHeadlines';

const release = (namespace: string, name: string): ReleaseRef => ({
  cluster: 'nonprod',
  namespace,
  name,
});
const deployed = (
  ref: ReleaseRef,
  status: Revision['status'] = 'deployed',
) => ({
  ref,
  valuesDigest: '',
  latest: {
    revision: 1,
    status,
    chartName: 'web',
    chartVersion: '1.2.0',
    description: '',
    updatedAt: '2026-11-21T00:00:00.000Z',
  },
});

it('counts releases by environment and headline, and what is locked', async () => {
  const environments = ['dev', 'staging'].map(name =>
    anEnvironment({
      name,
      cluster: 'nonprod',
      namespaces: [{ match: `*-${name}` }],
    }),
  );
  const counts = await countHeadlines({
    config: { environments } as unknown as HelmConfig,
    knowledge: memoryKnowledge({
      deployed: [
        deployed(release('shop-dev', 'one')),
        deployed(release('pay-dev', 'two')),
        deployed(release('shop-dev', 'three'), 'pending-upgrade'),
        deployed(release('shop-staging', 'one')),
        deployed(release('of-nobody', 'one')),
      ],
      declared: [],
      bound: [],
      overrides: [],
      active: [],
      last: [],
      away: [],
    }),
    valuesDigest: () => '',
    now: () => Date.parse('2026-11-21T02:00:00.000Z'),
    startedAt: 0,
  });
  expect(counts).toEqual([
    { environment: 'dev', headline: 'Undeclared', releases: 2, locked: 0 },
    { environment: 'dev', headline: 'Locked', releases: 1, locked: 1 },
    { environment: 'staging', headline: 'Undeclared', releases: 1, locked: 0 },
  ]);
});
