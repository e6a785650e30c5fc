import { fromNow, type Database } from '../Database';

/**
 * Puts an operation that changed nothing back into the queue.
 *
 * @returns false when the ticket is lost.
 */
export async function requeue(
  database: Database,
  operation: {
    id: string;
    ticket: string;
    delayMs: number;
    /** False when it was given back before it was tried. */
    isNewAttempt?: boolean;
  },
): Promise<boolean> {
  const updated = await database
    .sql('helm_operations')
    .where({ id: operation.id, ticket: operation.ticket, status: 'running' })
    .update({
      status: 'queued',
      ...(operation.isNewAttempt !== false && {
        attempt: database.sql.raw('attempt + 1'),
      }),
      available_at: fromNow(database, operation.delayMs),
      ticket: null,
      worker: null,
      lease_expires_at: null,
      intent_at: null,
      pid: null,
      process_start: null,
    });
  return updated > 0;
}
