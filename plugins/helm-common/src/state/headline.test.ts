import { formatAge, formatDuration } from './formatDuration';
import { headline } from './headline';
import type { HeadlineContext } from './HeadlineContext';
import type { ReleaseState } from './State';

const entity = 'component:default/storefront';

const context: HeadlineContext = {
  now: Date.parse('2026-11-20T14:00:00Z'),
  cluster: 'nonprod',
  entityRef: entity,
  declaredBy: [entity],
  boundTo: entity,
  wanted: { chartName: 'storefront', version: '2.4.0', valuesDigest: '' },
  deployed: {
    revision: 29,
    status: 'deployed',
    chartName: 'storefront',
    chartVersion: '2.4.0',
    updatedAt: '2026-11-20T13:13:00Z',
    description: 'timed out',
  },
};

const state: ReleaseState = {
  lifecycle: 'Deployed',
  sync: 'InSync',
  drift: 'None',
  health: 'Healthy',
  owner: { kind: 'portal' },
  observedAt: '2026-11-20T13:56:00Z',
};

const running = {
  id: '8f3k2c',
  kind: 'upgrade',
  status: 'running',
  toVersion: '2.4.0',
} as const;
const pending = { ...context.deployed!, status: 'pending-upgrade' as const };

describe('headline', () => {
  it.each<
    [Partial<ReleaseState>, Partial<HeadlineContext>, [string, string, string]]
  >([
    [{}, {}, ['ok', 'In sync', 'declared 2.4.0 = deployed']],
    [
      { sync: 'OutOfSync' },
      { wanted: { ...context.wanted!, version: '2.5.0' } },
      ['warn', 'Out of sync', 'declared 2.5.0 · deployed 2.4.0'],
    ],
    [
      { sync: 'OutOfSync' },
      {},
      ['warn', 'Out of sync', 'declared 2.4.0 = deployed, values differ'],
    ],
    [
      { drift: 'Drifted' },
      { driftedFields: 3 },
      ['warn', 'Drifted', '3 fields drifted'],
    ],
    [
      { lifecycle: 'Progressing' },
      { activeOperation: running, progress: 'Waiting for resources' },
      ['accent', 'Upgrading', 'Waiting for resources'],
    ],
    [
      { lifecycle: 'Progressing' },
      { activeOperation: running },
      ['accent', 'Upgrading', 'Upgrade to 2.4.0 runs'],
    ],
    [
      { lifecycle: 'Progressing' },
      { deployed: pending },
      [
        'accent',
        'Upgrading',
        'Revision 29 has been pending-upgrade for 47 min, by a Helm outside the portal',
      ],
    ],
    [
      {},
      { activeOperation: { ...running, status: 'queued' } },
      ['accent', 'Waiting', 'Upgrade to 2.4.0 waits for its turn'],
    ],
    [
      {},
      {
        activeOperation: {
          id: 'x',
          kind: 'rollback',
          toRevision: 28,
          status: 'awaiting-approval',
        },
      },
      ['accent', 'Waiting', 'Roll back to revision 28 waits for approval'],
    ],
    [
      { lifecycle: 'Failed', sync: 'OutOfSync' },
      {},
      ['err', 'Failed', 'Revision 29, chart 2.4.0, failed: timed out'],
    ],
    [
      { lifecycle: 'Failed' },
      { failure: 'Upgrade to 2.5.0 failed: no pod became ready' },
      ['err', 'Failed', 'Upgrade to 2.5.0 failed: no pod became ready'],
    ],
    [
      { lifecycle: 'Locked' },
      { deployed: pending },
      [
        'err',
        'Locked',
        'Revision 29 has been pending-upgrade for 47 min and nothing is working on it',
      ],
    ],
    [
      { lifecycle: 'Uninstalling' },
      {},
      [
        'err',
        'Uninstalling',
        'Revision 29 has been uninstalling for 47 min and the portal is not working on it',
      ],
    ],
    [
      { lifecycle: 'Absent', sync: 'OutOfSync' },
      { deployed: undefined },
      [
        'warn',
        'Absent',
        'component:default/storefront owns it, but Helm has no record of it',
      ],
    ],
    [
      { lifecycle: 'Absent', sync: 'OutOfSync' },
      { deployed: undefined, boundTo: undefined },
      [
        'mute',
        'Absent',
        'Nothing runs here yet. The catalog declares chart 2.4.0',
      ],
    ],
    [
      { owner: { kind: 'argocd', name: 'application storefront-prod' } },
      {},
      [
        'mute',
        'Unmanaged',
        'Argo CD owns this release (application storefront-prod)',
      ],
    ],
    [
      {},
      { isStale: true },
      ['mute', 'Unknown', 'Cluster nonprod has not answered for 4 min'],
    ],
    [
      { lifecycle: 'Unknown' },
      { deployed: undefined },
      ['mute', 'Unknown', 'Cluster nonprod has not been read yet'],
    ],
    [
      { sync: 'Conflict', lifecycle: 'Failed' },
      { declaredBy: [entity, 'component:default/copy'] },
      [
        'err',
        'Conflict',
        'Declared by component:default/copy too: nobody can change it here',
      ],
    ],
    [
      { sync: 'Conflict' },
      { boundTo: 'component:default/other' },
      ['err', 'Conflict', 'component:default/other owns this release'],
    ],
    [
      { sync: 'OutOfSync' },
      { problems: [{ message: '"^2.4" is not one exact version.' }] },
      ['err', 'Declaration', '"^2.4" is not one exact version.'],
    ],
    [
      { sync: 'Undeclared' },
      { declaredBy: [], boundTo: undefined },
      ['mute', 'Undeclared', 'No entity of the catalog declares it'],
    ],
    [
      { sync: 'Orphaned' },
      { declaredBy: [] },
      [
        'warn',
        'Orphaned',
        'component:default/storefront owns it but does not declare it any more',
      ],
    ],
  ])('%j with %j', (partial, extra, expected) => {
    const result = headline({ ...state, ...partial }, { ...context, ...extra });
    expect([result.tone, result.word, result.reason]).toEqual(expected);
  });
});

describe('spans of time', () => {
  it.each([
    [44_000, '44 s', '44 s'],
    [72_000, '1 m 12 s', '1 min'],
    [11_100_000, '3 h 5 m', '3 h'],
    [200_000_000, '55 h 33 m', '2 days'],
    [-5, '0 s', '0 s'],
  ])('%d', (milliseconds, duration, age) => {
    expect(formatDuration(milliseconds)).toBe(duration);
    expect(formatAge(milliseconds)).toBe(age);
  });
});
