import type { Database } from '../Database';

/** What is left of a run whose operation has ended. */
export interface EndedRun {
  host?: string;
  /** Epoch milliseconds of its last sign of life in the log. */
  lastSeenAt?: number;
  /** Another worker found out how it ended. */
  wasRecovered: boolean;
}

/** Where an operation ran and when it was last heard of. */
export async function getRun(
  database: Database,
  id: string,
): Promise<EndedRun | undefined> {
  const { sql } = database;
  const row = await sql('helm_operations').select('host').where({ id }).first();
  if (!row) {
    return undefined;
  }
  const recovered = await sql('helm_operation_events')
    .select('seq')
    .where({ operation_id: id, type: 'warning' })
    .where('body', 'like', 'Its worker died%')
    .orderBy('seq', 'desc')
    .first();
  const last = await sql('helm_operation_events')
    .max('at as at')
    .where({ operation_id: id })
    .modify(events => {
      if (recovered) {
        events.where('seq', '<', recovered.seq);
      }
    })
    .first();
  return {
    host: row.host ?? undefined,
    lastSeenAt: last?.at === null ? undefined : Number(last?.at),
    wasRecovered: recovered !== undefined,
  };
}
