import { purgeAudit } from '../audit/purgeAudit';
import type { HelmConfig } from '../config/HelmConfig';
import type { Database } from '../database/Database';
import { purgeLogs } from '../database/operations/purgeLogs';
import { purgeOperations } from '../database/operations/purgeOperations';
import {
  purgeOverrides,
  purgeSoaks,
  purgeSuccesses,
  purgeVersionNotices,
} from './purgeLeftovers';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Rows of one transaction: none holds the database for long. */
const BATCH = 500;
/** Of one kind in one go; the rest is left to the next one. */
const MOST_BATCHES = 200;

/**
 * Deletes what is older than the retention, table by table, a batch at a time.
 * Declarations and bindings have no age: they go with their entity or release.
 *
 * @returns rows that went.
 */
export function createPurge(options: {
  database: Database;
  retention: HelmConfig['retention'];
  batch?: number;
}): () => Promise<number> {
  const { database, retention, batch = BATCH } = options;
  const within = (days: number) => ({
    olderThanMs: days * DAY_MS,
    limit: batch,
  });
  const { operationsDays, logDays, auditDays } = retention;
  const purges = [
    () =>
      purgeLogs(database, {
        ...within(logDays),
        text: `The log was kept for ${logDays} days.`,
      }),
    () => purgeOperations(database, within(operationsDays)),
    () => purgeOverrides(database, within(operationsDays)),
    () => purgeSuccesses(database, within(operationsDays)),
    () => purgeSoaks(database, within(operationsDays)),
    () => purgeVersionNotices(database, within(operationsDays)),
    () => purgeAudit(database, { days: auditDays, limit: batch }),
  ];
  return async () => {
    let purged = 0;
    for (const purge of purges) {
      for (let count = 0; count < MOST_BATCHES; count += 1) {
        const gone = await purge();
        purged += gone;
        if (gone < batch) {
          break;
        }
      }
    }
    return purged;
  };
}
