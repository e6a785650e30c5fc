import {
  stringifyReleaseRef,
  type Operation,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import { RevisionRecords } from './RevisionRecords';

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };
const at = (minute: number) => `2026-11-21T01:${minute}:00.000Z`;
const revision = (number: number, more: Partial<Revision> = {}): Revision => ({
  revision: number,
  status: 'deployed',
  chartName: 'web',
  chartVersion: '1.0.0',
  description: '',
  updatedAt: at(10 + number),
  ...more,
});
const operation = (id: string, more: Partial<Operation>) =>
  ({ id, requestedBy: 'user:default/ana', reason: id, ...more } as Operation);

describe('RevisionRecords', () => {
  const records = new RevisionRecords({
    operations: {
      makersOf: async () => [
        {
          id: 'labelled',
          releaseKey: stringifyReleaseRef(ref),
          requestedBy: 'user:default/ana',
          reason: 'labelled',
        },
      ],
      ofRelease: async () => [
        operation('labelled', { revisionAfter: 1 }),
        operation('rollback', { revisionAfter: 2, startedAt: at(11) }),
      ],
    },
    successes: {
      list: async () => [
        { revision: 2, operationId: 'rollback', deployedAt: at(12) },
        { revision: 1, operationId: 'labelled', deployedAt: at(11) },
      ],
    },
  });

  it('tells who, why and whether it became ready', async () => {
    const [first, second, foreign] = await records.describe(ref, [
      revision(1, { operationId: 'labelled' }),
      revision(2),
      revision(3),
    ]);
    expect(first).toMatchObject({
      by: 'user:default/ana',
      reason: 'labelled',
      succeeded: true,
    });
    expect(second).toMatchObject({ operationId: 'rollback', succeeded: true });
    expect(foreign.by).toBeUndefined();
    expect(foreign.succeeded).toBeUndefined();
  });

  it('tells it of many releases at once, of each its own', async () => {
    const label = { operationId: 'labelled' };
    const [ours, copied, absent] = await records.attribute([
      { release: ref, deployed: revision(1, label) },
      { release: { ...ref, name: 'other' }, deployed: revision(1, label) },
      { release: { ...ref, name: 'absent' } },
    ]);
    expect(ours.deployed).toMatchObject({
      by: 'user:default/ana',
      reason: 'labelled',
    });
    expect(copied.deployed?.by).toBeUndefined();
    expect(absent.deployed).toBeUndefined();
  });

  it('does not take a former life of the release for this one', async () => {
    const [again] = await records.describe(ref, [
      revision(1, { updatedAt: at(59), operationId: 'other' }),
    ]);
    expect(again.succeeded).toBeUndefined();
    expect(again.by).toBeUndefined();
  });

  it('knows the last good revision when it is not the newest', async () => {
    await expect(records.lastGood(ref, 3)).resolves.toBe(2);
    await expect(records.lastGood(ref, 2)).resolves.toBeUndefined();
    await expect(records.lastGood(ref, undefined)).resolves.toBeUndefined();
  });
});
