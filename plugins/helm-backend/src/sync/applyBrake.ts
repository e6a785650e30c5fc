import { isDeepStrictEqual } from 'node:util';
import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { inTransaction, type Database } from '../database/Database';
import { decideBrake, type BrakeDecision } from './brake';
import type { SyncNews } from './SyncNews';
import { clearHold, getHold, putHold, type HeldChange } from './syncHolds';

/**
 * Asks the brake of an environment, and writes down what it holds; the first
 * time that is news.
 */
export async function applyBrake(
  database: Database,
  { name: environment, sync }: EnvironmentConfig,
  wanting: HeldChange[],
): Promise<{ brake: BrakeDecision; news?: SyncNews }> {
  const before = await getHold(database, environment);
  const brake = decideBrake(wanting, before, sync.maxChanges);
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
    const reason = `${held.length} releases are to change at once; ${sync.maxChanges} may.`;
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
