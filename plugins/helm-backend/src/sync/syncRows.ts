import {
  stringifyReleaseRef,
  type HelmProblem,
  type ReleaseRef,
  type SyncPause,
} from '@backstage-helm/plugin-helm-common';
import { fromNow, type Database } from '../database/Database';
import { readSyncRow, type SyncRow } from './SyncRow';

/** The release that a row is of. */
export interface SyncTarget {
  release: ReleaseRef;
  environment: string;
  entityRef?: string;
  /** Where its declaration stands, of one that is followed. */
  location?: string;
}

/** Nothing is tried any more, and nothing is known of an attempt. */
const AFRESH = {
  attempts: 0,
  next_at: null,
  stopped_at: null,
  failure: null,
  waits_for: null,
  operation_id: null,
};

const NOT_WANTED = { ...AFRESH, wanted_digest: null, wanted_since: null };

const NOT_PAUSED = {
  pause_cause: null,
  paused_by: null,
  paused_at: null,
  pause_reason: null,
  pause_operation: null,
};

function rowOf({ sql }: Database, release: ReleaseRef) {
  return sql('helm_sync').where('release_key', stringifyReleaseRef(release));
}

/** Makes a row if there is none. */
async function ensure(tx: Database, target: SyncTarget): Promise<void> {
  await tx
    .sql('helm_sync')
    .insert({
      release_key: stringifyReleaseRef(target.release),
      environment: target.environment,
      entity_ref: target.entityRef ?? null,
    })
    .onConflict('release_key')
    .ignore();
}

export async function getSync(
  database: Database,
  release: ReleaseRef,
): Promise<SyncRow | undefined> {
  const row = await rowOf(database, release).first();
  return row && readSyncRow(row);
}

export async function listSync(database: Database): Promise<SyncRow[]> {
  return (await database.sql('helm_sync').orderBy('release_key')).map(
    readSyncRow,
  );
}

/**
 * Another declaration is to be brought about from now on.
 *
 * @param seen - generation that this was decided on; another replica may know better
 */
export async function want(
  database: Database,
  target: SyncTarget,
  digest: string,
  seen: number,
): Promise<boolean> {
  await ensure(database, target);
  const changed = await rowOf(database, target.release)
    .where('generation', seen)
    .update({
      ...AFRESH,
      environment: target.environment,
      entity_ref: target.entityRef ?? null,
      ...(target.location !== undefined && { location: target.location }),
      wanted_digest: digest,
      wanted_since: database.now(),
      generation: seen + 1,
    });
  return changed > 0;
}

/** What was wanted is not any more: what is declared is what was applied last. */
export async function wantNothing(
  database: Database,
  { release, generation }: Pick<SyncRow, 'release' | 'generation'>,
): Promise<void> {
  await rowOf(database, release)
    .where('generation', generation)
    .update({ ...NOT_WANTED, generation: generation + 1 });
}

/** This declaration was applied as it stands. */
export async function recordApplied(
  tx: Database,
  target: SyncTarget,
  digest: string,
): Promise<void> {
  await ensure(tx, target);
  await rowOf(tx, target.release).update({
    ...NOT_WANTED,
    environment: target.environment,
    entity_ref: target.entityRef ?? null,
    ...(target.location !== undefined && { location: target.location }),
    applied_digest: digest,
    applied_at: tx.now(),
    generation: tx.sql.raw('generation + 1'),
  });
}

/** Where the declaration stands that is followed. */
export async function recordLocation(
  database: Database,
  release: ReleaseRef,
  location: string,
): Promise<void> {
  await rowOf(database, release).update({ location });
}

/** What the release holds now is no declaration as it stands. */
export async function recordOther(
  tx: Database,
  release: ReleaseRef,
): Promise<void> {
  await rowOf(tx, release).update({ applied_digest: null });
}

/**
 * An operation was let in for this generation.
 *
 * @returns false when something else is wanted by now, or nothing at all
 */
export async function recordAdmitted(
  tx: Database,
  { release, generation }: Pick<SyncRow, 'release' | 'generation'>,
  operationId: string,
): Promise<boolean> {
  const changed = await rowOf(tx, release)
    .where('generation', generation)
    .whereNotNull('wanted_digest')
    .whereNull('stopped_at')
    .whereNull('pause_cause')
    .update({ operation_id: operationId, waits_for: null, next_at: null });
  return changed > 0;
}

/** Something stands in the way of an attempt; looked at again after `pauseMs`. */
export async function recordWaiting(
  database: Database,
  { release, generation }: Pick<SyncRow, 'release' | 'generation'>,
  waitsFor: HelmProblem,
  pauseMs: number,
): Promise<void> {
  await rowOf(database, release)
    .where('generation', generation)
    .update({
      waits_for: JSON.stringify(waitsFor),
      next_at: pauseMs ? fromNow(database, pauseMs) : null,
    });
}

/** An attempt failed, or never got to begin. */
export interface EndedAttempt {
  attempts: number;
  failure?: string;
  waitsFor?: HelmProblem;
  /** Until the next one; absent = it stops here. */
  pauseMs?: number;
  operationId?: string;
}

/**
 * What became of an attempt; with it ends its generation.
 *
 * @returns false when something else is wanted by now
 */
export async function recordEnded(
  tx: Database,
  { release, generation }: Pick<SyncRow, 'release' | 'generation'>,
  ended: EndedAttempt,
): Promise<boolean> {
  const { attempts, failure, waitsFor, pauseMs, operationId } = ended;
  const changed = await rowOf(tx, release)
    .where('generation', generation)
    .update({
      attempts,
      failure: failure ?? null,
      waits_for: waitsFor ? JSON.stringify(waitsFor) : null,
      next_at: pauseMs === undefined ? null : fromNow(tx, pauseMs),
      stopped_at: pauseMs === undefined ? tx.now() : null,
      generation: generation + 1,
      operation_id: operationId ?? null,
    });
  return changed > 0;
}

/**
 * The operation of this generation came to nothing, and nobody said no: the same
 * declaration is tried again as soon as it may, as a new operation.
 */
export async function recordWithdrawn(
  tx: Database,
  { release, generation }: Pick<SyncRow, 'release' | 'generation'>,
): Promise<void> {
  await rowOf(tx, release)
    .where('generation', generation)
    .update({ generation: generation + 1, operation_id: null });
}

export async function recordPaused(
  tx: Database,
  target: SyncTarget,
  pause: Omit<SyncPause, 'at'>,
): Promise<void> {
  await ensure(tx, target);
  await rowOf(tx, target.release).update({
    pause_cause: pause.cause,
    paused_by: pause.by,
    paused_at: tx.now(),
    pause_reason: pause.reason ?? null,
    pause_operation: pause.operationId ?? null,
  });
}

/** Begins anew: the declaration is brought about as if it were new. */
export async function recordResumed(
  tx: Database,
  release: ReleaseRef,
): Promise<boolean> {
  const changed = await rowOf(tx, release).update({
    ...NOT_PAUSED,
    ...NOT_WANTED,
    generation: tx.sql.raw('generation + 1'),
  });
  return changed > 0;
}

/** Forgets a release that is gone. */
export async function forgetSync(
  tx: Database,
  release: ReleaseRef,
): Promise<void> {
  await rowOf(tx, release).delete();
}
