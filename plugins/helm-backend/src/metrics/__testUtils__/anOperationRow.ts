import type { OperationRow } from '../../database/OperationRow';

/** An upgrade in dev that waited for 2 s, ran for 30 s and succeeded. */
export function anOperationRow(
  changes: Partial<OperationRow> = {},
): OperationRow {
  return {
    position: 1,
    id: 'op',
    release: { cluster: 'nonprod', namespace: 'shop-dev', name: 'shop' },
    environment: 'dev',
    engine: 'helm',
    kind: 'upgrade',
    status: 'succeeded',
    requestedBy: 'user:default/dana',
    reason: 'Fix of \n the "checkout"',
    createdAt: 0,
    availableAt: 100_000,
    startedAt: 102_000,
    finishedAt: 132_000,
    attempt: 1,
    phases: [],
    awaitsFollowUp: false,
    overridesFreeze: false,
    lastSeq: 0,
    ...changes,
  };
}
