import type { Plan } from '@backstage-helm/plugin-helm-common';
import { aPlan } from '../operations/__testUtils__/aPlan';
import type { PlanRecord } from '../plans/PlanRecord';
import { changedSince } from './changedSince';

const chart = (version: string, digest: string) => ({
  name: 'web',
  repository: 'platform',
  version,
  digest,
});
const before: PlanRecord = {
  ...aPlan(
    { kind: 'upgrade', baseRevision: 16, chart: chart('2.3.1', 'sha256:a') },
    { baseDigest: 'b', declarationDigest: 'd', valuesDigest: 'v' },
  ),
  policy: { images: 'any', approvals: { required: 1 } },
};

function after(
  plan: Partial<Plan>,
  work: Partial<PlanRecord['work']> = {},
  policy: PlanRecord['policy'] = before.policy,
): PlanRecord {
  return {
    ...before,
    plan: { ...before.plan, ...plan },
    work: { ...before.work, ...work },
    policy,
  };
}

describe('changedSince', () => {
  it.each<[string, PlanRecord]>([
    ['Base is revision 17 now, was 16', after({ baseRevision: 17 })],
    ['Base is nothing now, was 16', after({ baseRevision: 0 })],
    [
      'Revision 16 is another one of the same number',
      after({}, { baseDigest: 'other' }),
    ],
    [
      'Chart 2.3.1 has another digest',
      after({ chart: chart('2.3.1', 'sha256:b') }),
    ],
    [
      'Chart version is 2.4.0 now, was 2.3.1',
      after({ chart: chart('2.4.0', 'sha256:b') }),
    ],
    [
      'Declared values changed',
      after({}, { declarationDigest: 'other', valuesDigest: 'other' }),
    ],
    ['Values changed', after({}, { valuesDigest: 'other' })],
    [
      'Policy: image tags, approvals',
      after({}, {}, { images: 'pinned', approvals: { required: 2 } }),
    ],
    [
      '3 objects more change',
      after({ counts: { added: 2, changed: 1, removed: 1, unchanged: 0 } }),
    ],
    [
      '1 object fewer changes',
      after({ counts: { added: 0, changed: 0, removed: 0, unchanged: 1 } }),
    ],
    ['What would be applied changed', after({ digest: 'other' })],
  ])('%s', (sentence, record) => {
    expect(changedSince(before, record)).toEqual([sentence]);
  });

  it('says everything that differs', () => {
    expect(
      changedSince(
        before,
        after(
          { baseRevision: 17, chart: chart('2.3.1', 'sha256:b') },
          { declarationDigest: 'other' },
        ),
      ),
    ).toEqual([
      'Base is revision 17 now, was 16',
      'Chart 2.3.1 has another digest',
      'Declared values changed',
    ]);
  });
});
