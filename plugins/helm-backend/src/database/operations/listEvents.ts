import {
  operationEventSchema,
  type OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../Database';

/** Events after `after`, in order, at most `limit`. */
export async function listEvents(
  database: Database,
  query: { id: string; after: number; limit: number },
): Promise<OperationEvent[]> {
  const rows = await database
    .sql('helm_operation_events')
    .select('seq', 'at', 'type', 'phase', 'body')
    .where('operation_id', query.id)
    .where('seq', '>', query.after)
    .orderBy('seq')
    .limit(query.limit);
  return rows.map(row =>
    operationEventSchema.parse({
      seq: Number(row.seq),
      at: new Date(Number(row.at)).toISOString(),
      type: row.type,
      phase: row.phase ?? undefined,
      text: row.body,
    }),
  );
}
