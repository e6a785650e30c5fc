import type {
  OperationEvent,
  OperationPhase,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../Database';

/** An event that has no number yet; `at` is epoch milliseconds. */
export type NewEvent = Omit<OperationEvent, 'seq' | 'at'> & { at: number };

/**
 * Adds events with the next numbers. The counter is a column of the operation,
 * so its row lock keeps numbers without gaps across replicas. Call it in a
 * transaction: a number that is counted must have its row.
 *
 * @returns the number of the last one, undefined when the ticket is lost.
 */
export async function appendEvents(
  database: Database,
  id: string,
  events: NewEvent[],
  options: { ticket?: string; phases?: OperationPhase[] } = {},
): Promise<number | undefined> {
  const { sql } = database;
  const [row] = await sql('helm_operations')
    .where({ id, ...(options.ticket ? { ticket: options.ticket } : {}) })
    .update({
      last_seq: sql.raw('last_seq + ?', [events.length]),
      ...(options.phases && { phases: JSON.stringify(options.phases) }),
    })
    .returning(['last_seq']);
  if (!row) {
    return undefined;
  }
  const last = Number(row.last_seq);
  const first = last - events.length + 1;
  const rows = events.map((event, index) => ({
    operation_id: id,
    seq: first + index,
    at: event.at,
    type: event.type,
    phase: event.phase ?? null,
    body: event.text,
  }));
  // SQLite takes at most 999 variables in older builds; 6 a row.
  for (let start = 0; start < rows.length; start += 100) {
    await sql('helm_operation_events').insert(rows.slice(start, start + 100));
  }
  return last;
}
