import type { Database } from '../Database';

/**
 * Stores who runs the process, before it can change anything.
 *
 * @returns false when the ticket is lost: do not start.
 */
export async function recordIntent(
  database: Database,
  intent: {
    id: string;
    ticket: string;
    pid?: number;
    processStart?: string;
  },
): Promise<boolean> {
  const { sql } = database;
  const updated = await sql('helm_operations')
    .where({ id: intent.id, ticket: intent.ticket, status: 'running' })
    .update({
      intent_at: sql.raw('COALESCE(intent_at, ?)', [database.now()]),
      ...(intent.pid === undefined ? {} : { pid: intent.pid }),
      ...(intent.processStart === undefined
        ? {}
        : { process_start: intent.processStart }),
    });
  return updated > 0;
}
