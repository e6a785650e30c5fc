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

export interface OperationFilter {
  release?: ReleaseRef;
  entityRef?: string;
  environment?: string;
  statuses?: OperationStatus[];
}

/** One page by admission order, after the position of the last one seen. */
export async function listOperations(
  database: Database,
  query: OperationFilter & {
    order: 'asc' | 'desc';
    after?: number;
    limit: number;
  },
): Promise<OperationRow[]> {
  const select = database
    .sql('helm_operations')
    .select([...OPERATION_COLUMNS])
    .orderBy('position', query.order)
    .limit(query.limit);
  if (query.release) {
    select.where('release_key', stringifyReleaseRef(query.release));
  }
  if (query.entityRef) {
    select.where('entity_ref', query.entityRef);
  }
  if (query.environment) {
    select.where('environment', query.environment);
  }
  if (query.statuses) {
    select.whereIn('status', query.statuses);
  }
  if (query.after !== undefined) {
    select.where('position', query.order === 'desc' ? '<' : '>', query.after);
  }
  return (await select).map(readOperationRow);
}
