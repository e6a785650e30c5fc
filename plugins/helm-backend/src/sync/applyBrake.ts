import { isDeepStrictEqual } from 'node:util';
import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { inTransaction, type Database } from '../database/Database';
import {
  BRAKE_WINDOW_MS,
  decideBrake,
  type BrakeDecision,
  type BrakeFacts,
} from './brake';
import { recentChanges } from './recentChanges';
import type { SyncNews } from './SyncNews';
import { clearHold, getHold, putHold, type SyncHold } from './syncHolds';

/** What is to change in an environment, and what is declared there at all. */
export interface ChangesNow extends Pick<BrakeFacts, 'wanting' | 'standing'> {
  /** Epoch milliseconds, by the database's clock. */
  now: number;
}

/**
 * Asks the brake of an environment, and writes down what it holds; the first
 * time that is news.
 */
export async function applyBrake(
  database: Database,
  { name: environment, sync }: EnvironmentConfig,
  { now, wanting, standing }: ChangesNow,
): Promise<{ brake: BrakeDecision; news?: SyncNews }> {
  const before = await getHold(database, environment);
  const recent = wanting.length
    ? await recentChanges(database, environment, countedSince(before, now))
    : [];
  const { maxChanges } = sync;
  const brake = decideBrake({ wanting, standing, recent, before, maxChanges });
  const { held, continued, digest } = brake;
  const isSame =
    before?.digest === digest && isDeepStrictEqual(before.continued, continued);
  if (!held.length && !continued.length) {
    if (before) {
      await clearHold(database, environment);
    }
    return { brake };
  }
  if (isSame) {
    return { brake };
  }
  const news = await inTransaction(database, async tx => {
    const isNew = await putHold(tx, { environment, digest, held, continued });
    if (!held.length || !isNew) {
      return undefined;
    }
    const reason = `${held.length} releases are to change${
      recent.length ? `, and ${recent.length} just did` : ' at once'
    }; ${maxChanges} may.`;
    await appendAudit(tx, {
      actor: SYSTEM_CATALOG,
      action: 'sync.held',
      outcome: 'done',
      environment,
      reason,
      detail: { changes: held.length, digest },
    });
    return {
      type: 'held' as const,
      environment,
      releases: held.map(({ release }) => release),
      reason,
    };
  });
  return { brake, news };
}

/**
 * What is held stays so until a person lets it go, however long that takes; what
 * was before a person's look counts no more.
 */
function countedSince(before: SyncHold | undefined, now: number): number {
  const from = before?.held.length ? before.since : now;
  return Math.max(from - BRAKE_WINDOW_MS, before?.continuedAt ?? 0);
}
