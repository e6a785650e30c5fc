import {
  stringifyReleaseRef,
  type OperationStatus,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../Database';
import {
  OPERATION_COLUMNS,
  readOperationRow,
  type OperationRow,
} from '../OperationRow';

const PENDING: OperationStatus[] = [
  'awaiting-approval',
  'queued',
  'running',
  'handed-over',
];

/** What works on the release now, or else is first in line for it. */
export async function findActive(
  database: Database,
  release: ReleaseRef,
  lane?: string,
): Promise<OperationRow | undefined> {
  const { sql } = database;
  const row = await sql('helm_operations')
    .select([...OPERATION_COLUMNS])
    .where('release_key', stringifyReleaseRef(release))
    .where(lane ? { lane } : {})
    .whereIn('status', PENDING)
    .orderByRaw(
      `CASE WHEN status IN ('running', 'handed-over') THEN 0 ELSE 1 END, is_rescue DESC, position`,
    )
    .first();
  return row && readOperationRow(row);
}

/**
 * The newest one that ended. An automatic rollback is told by the operation
 * that it follows.
 */
export async function findLast(
  database: Database,
  release: ReleaseRef,
): Promise<OperationRow | undefined> {
  const row = await database
    .sql('helm_operations')
    .select([...OPERATION_COLUMNS])
    .where('release_key', stringifyReleaseRef(release))
    .whereNotIn('status', PENDING)
    .whereNull('follows')
    .orderBy('position', 'desc')
    .first();
  return row && readOperationRow(row);
}
