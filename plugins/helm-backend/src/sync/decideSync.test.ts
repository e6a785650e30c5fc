import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { aDeclaration } from './__testUtils__/aDeclaration';
import { automatic } from './__testUtils__/syncWorld';
import { decideSync } from './decideSync';
import type { SyncFacts } from './SyncFacts';

const NOW = 1_000_000;
const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'web' };
const row = {
  release,
  environment: 'dev',
  location: aDeclaration(release).sources[0].url,
  appliedDigest: 'before',
  appliedAt: 1,
  wantedDigest: 'A',
  wantedSince: 1,
  generation: 2,
  attempts: 0,
};
const own = {
  id: 'op-1',
  kind: 'upgrade',
  status: 'queued',
  requestedBy: SYSTEM_CATALOG,
};
const declaration = { ...aDeclaration(release), isTrusted: true };
const rollback = {
  cause: 'rollback' as const,
  by: 'user:default/dana',
  at: '2026-11-21T01:00:00.000Z',
};

function facts(changes: Partial<SyncFacts> = {}): SyncFacts {
  return {
    now: NOW,
    sync: automatic().sync,
    environment: 'dev',
    declaration,
    boundTo: declaration.entityRef,
    state: {
      lifecycle: 'Deployed',
      sync: 'OutOfSync',
      owner: { kind: 'portal' },
    },
    isAway: false,
    row,
    dependencies: [],
    ...changes,
  };
}

const state = facts().state;

const cases: [string, Partial<SyncFacts>, string, string, string?][] = [
  ['starts', {}, 'pending', 'start'],
  [
    'is off where it is manual',
    { sync: { ...automatic().sync, mode: 'manual' } },
    'off',
    'none',
  ],
  [
    'is off for an untrusted place',
    { declaration: { ...declaration, isTrusted: false } },
    'off',
    'none',
    'SOURCE_NOT_TRUSTED',
  ],
  [
    'is off in a conflict',
    { state: { ...state, sync: 'Conflict' } },
    'off',
    'none',
    'BINDING_CONFLICT',
  ],
  [
    'is off where Flux drives',
    { state: { ...state, owner: { kind: 'flux' } } },
    'off',
    'none',
    'OWNED_BY_OTHER_ENGINE',
  ],
  [
    'is off for what was not installed from here',
    { boundTo: undefined },
    'off',
    'none',
    'ADOPTION_NEEDED',
  ],
  [
    'installs nothing by itself',
    { boundTo: undefined, state: { ...state, lifecycle: 'Absent' } },
    'off',
    'none',
    'ADOPTION_NEEDED',
  ],
  [
    'installs where it may',
    {
      boundTo: undefined,
      state: { ...state, lifecycle: 'Absent' },
      sync: automatic({ install: true }).sync,
    },
    'pending',
    'start',
  ],
  ['is paused', { row: { ...row, pause: rollback } }, 'paused', 'none'],
  [
    'withdraws what waits when paused',
    { row: { ...row, pause: rollback }, activeOperation: own },
    'paused',
    'withdraw',
  ],
  [
    'is synced',
    { row: { ...row, appliedDigest: 'A', wantedDigest: undefined } },
    'synced',
    'none',
  ],
  [
    'forgets what is not wanted any more',
    { row: { ...row, appliedDigest: 'A', wantedDigest: 'B' } },
    'synced',
    'forget',
  ],
  [
    'withdraws what is not wanted any more',
    {
      row: { ...row, appliedDigest: 'A', wantedDigest: 'B' },
      activeOperation: own,
    },
    'synced',
    'withdraw',
  ],
  [
    'never stops what runs',
    {
      row: { ...row, appliedDigest: 'A', wantedDigest: 'B' },
      activeOperation: { ...own, status: 'running' },
    },
    'working',
    'none',
  ],
  [
    'records what it first sees in sync',
    { row: undefined, state: { ...state, sync: 'InSync' } },
    'synced',
    'record',
  ],
  ['wants what it first sees', { row: undefined }, 'pending', 'want'],
  [
    'wants what is new',
    { row: { ...row, wantedDigest: 'B' } },
    'pending',
    'want',
  ],
  [
    'lets a declaration stand still first',
    {
      row: { ...row, wantedSince: NOW - 1_000 },
      sync: automatic({ debounceSeconds: 3 }).sync,
    },
    'pending',
    'none',
  ],
  [
    'works',
    { row: { ...row, operationId: 'op-1' }, activeOperation: own },
    'working',
    'none',
  ],
  [
    'replaces what waits for another declaration',
    { activeOperation: own },
    'pending',
    'start',
  ],
  [
    'waits for others',
    { activeOperation: { ...own, requestedBy: 'user:default/dana' } },
    'waiting',
    'none',
    'RELEASE_BUSY',
  ],
  [
    'waits while an override holds',
    { override: { by: 'user:default/dana' } },
    'waiting',
    'none',
    'OVERRIDE_ACTIVE',
  ],
  [
    'waits while the cluster is away',
    { isAway: true },
    'waiting',
    'none',
    'CLUSTER_UNREACHABLE',
  ],
  [
    'waits while a revision locks it',
    { state: { ...state, lifecycle: 'Locked' } },
    'waiting',
    'none',
    'RELEASE_LOCKED',
  ],
  [
    'waits while the declaration is stale',
    { declaration: { ...declaration, staleBecause: 'timeout' } },
    'waiting',
    'none',
    'FILE_UNREADABLE',
  ],
  [
    'waits while the declaration is broken',
    {
      declaration: {
        ...declaration,
        problems: [{ code: 'CHART_MISSING', message: 'No chart' }],
      },
    },
    'waiting',
    'none',
    'CHART_MISSING',
  ],
  [
    'waits for what comes first',
    { dependencies: [{ name: 'queue', isReady: false }] },
    'waiting',
    'none',
    'DEPENDENCY_NOT_READY',
  ],
  [
    'waits for the end of a freeze',
    {
      frozen: {
        title: 'Year end',
        start: '2026-12-20T00:00:00Z',
        end: '2027-01-03T00:00:00Z',
      },
    },
    'waiting',
    'none',
    'ENVIRONMENT_FROZEN',
  ],
  [
    'backs off',
    { row: { ...row, attempts: 1, nextAt: NOW + 1, failure: 'Broken' } },
    'backing-off',
    'none',
  ],
  [
    'stops',
    { row: { ...row, attempts: 3, stoppedAt: 5, failure: 'Broken' } },
    'stopped',
    'none',
  ],
  [
    'is held by the brake',
    {
      row: { ...row, waitsFor: { code: 'SYNC_HELD', message: 'Too many' } },
    },
    'held',
    'start',
    'SYNC_HELD',
  ],
];

describe('decideSync', () => {
  it.each(
    // All of one length: another argument would be taken for a callback.
    cases.map(([name, changes, phase, step, code]) => ({
      name,
      changes,
      phase,
      step,
      code,
    })),
  )('$name', ({ changes, phase, step, code }) => {
    const decision = decideSync(facts(changes));
    expect([decision.status.phase, decision.step]).toEqual([phase, step]);
    expect(decision.status.waitsFor?.code).toBe(code);
  });

  it('says when it is due by itself', () => {
    expect(
      decideSync(facts({ row: { ...row, attempts: 1, nextAt: NOW + 7 } })),
    ).toMatchObject({ dueAt: NOW + 7, wantsToChange: true });
  });

  it('tells the failure with what comes next', () => {
    expect(
      decideSync(
        facts({ row: { ...row, attempts: 1, nextAt: NOW + 7, failure: 'No' } }),
      ).status.failure,
    ).toEqual({
      attempts: 1,
      of: 3,
      reason: 'No',
      operationId: undefined,
      nextAttemptAt: new Date(NOW + 7).toISOString(),
    });
  });
});
