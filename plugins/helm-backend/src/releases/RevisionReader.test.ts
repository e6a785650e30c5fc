import { memoryKnowledge } from './__testUtils__/memoryKnowledge';
import { declaration } from '../plans/__testUtils__/planningWorld';
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
    charts: { known: () => undefined },
    valuesDigest: () => '',
  });
  const detail = await reader.read(ref, 1, { mayReadValues: true });
  return detail.computed?.yaml;
}

async function draft(schema: string | undefined): Promise<string> {
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
    knowledge,
    records: new RevisionRecords(knowledge),
    charts: { known: () => ({ schema }) },
    valuesDigest: () => '',
  });
  const { yaml } = await reader.draft(
    declaration({
      values: {
        pin: 'hunter2',
        host: 'db',
        hidden: `secret:${'a'.repeat(64)}`,
      },
    }),
    ref,
  );
  return yaml;
}

describe('RevisionReader', () => {
  it('masks in a draft what the chart marks, and what was hidden before', async () => {
    const marked = await draft('{"properties":{"pin":{"writeOnly":true}}}');
    expect(marked).not.toMatch(/hunter2|secret:/);
    expect(marked).toContain('host: db');
    expect(await draft(undefined)).not.toContain('secret:');
  });

  it("computes values as the revision's own Helm did", async () => {
    expect(await computed(3)).toContain('tag: null');
    expect(await computed(4)).not.toContain('tag');
  });
});
