import { memoryKnowledge } from './__testUtils__/memoryKnowledge';
import type { StoredRevision } from './ReleaseStore';
import { RevisionReader } from './RevisionReader';
import { RevisionRecords } from './RevisionRecords';

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };
const stored = {
  revision: 1,
  status: 'deployed',
  chartName: 'web',
  chartVersion: '1.0.0',
  updatedAt: '2026-11-21T01:00:00.000Z',
  description: '',
  config: {},
  chartValues: { image: { tag: null, name: 'web' } },
  manifest: '',
  hooks: [],
  notes: '',
  labels: {},
} as unknown as StoredRevision;

async function computed(helmMajor: number): Promise<string | undefined> {
  const knowledge = memoryKnowledge({
    deployed: [],
    declared: [],
    bound: [],
    overrides: [],
    active: [],
    last: [],
    away: [],
  });
  const reader = new RevisionReader({
    config: { secretKeys: [], environments: [] },
    knowledge: {
      ...knowledge,
      store: {
        ...knowledge.store,
        revision: async () => ({ ...stored, helmMajor }),
      },
    },
    records: new RevisionRecords(knowledge),
    valuesDigest: () => '',
  });
  const detail = await reader.read(ref, 1, { mayReadValues: true });
  return detail.computed?.yaml;
}

describe('RevisionReader', () => {
  it("computes values as the revision's own Helm did", async () => {
    expect(await computed(3)).toContain('tag: null');
    expect(await computed(4)).not.toContain('tag');
  });
});
