import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import type { LiveWork, SyncFacts } from './SyncFacts';

type Facts = Pick<SyncFacts, 'activeOperation'>;

const WITHDRAWABLE = new Set(['queued', 'awaiting-approval']);

/** Our own operation: what the catalog asked for, and what follows it. */
function isOwn(operation: LiveWork | undefined): boolean {
  return operation?.requestedBy === SYSTEM_CATALOG;
}

/** An operation of ours waits, which nothing hangs on yet. */
export function isPending({ activeOperation: active }: Facts): boolean {
  return (
    isOwn(active) &&
    active?.follows === undefined &&
    WITHDRAWABLE.has(active?.status ?? '')
  );
}

/** The operation is of what is wanted now, and not of what was before. */
export function isCurrent({
  row,
  activeOperation: active,
}: Pick<SyncFacts, 'row'> & Facts): boolean {
  return active !== undefined && row?.operationId === active.id;
}

/** An operation of ours runs, or what follows one is to. */
export function isWorking({ activeOperation: active }: Facts): boolean {
  return (
    isOwn(active) &&
    (active?.follows !== undefined || !WITHDRAWABLE.has(active?.status ?? ''))
  );
}
