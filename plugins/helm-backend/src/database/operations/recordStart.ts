import { fromNow, type Database } from '../Database';

/**
 * Stores what recovery compares with, before the engine is started.
 *
 * @returns the deadline in epoch milliseconds, undefined when the ticket is lost.
 */
export async function recordStart(
  database: Database,
  start: {
    id: string;
    ticket: string;
    host: string;
    bootId: string;
    expectedRevision: number;
    revisionBefore: number;
    /** Milliseconds from now until it is given up. */
    budgetMs: number;
  },
): Promise<number | undefined> {
  const [row] = await database
    .sql('helm_operations')
    .where({ id: start.id, ticket: start.ticket, status: 'running' })
    .update({
      host: start.host,
      boot_id: start.bootId,
      pid: null,
      process_start: null,
      intent_at: null,
      expected_revision: start.expectedRevision,
      revision_before: start.revisionBefore,
      deadline: fromNow(database, start.budgetMs),
    })
    .returning(['deadline']);
  return row && Number(row.deadline);
}
