import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../Database';

/** A revision of a release, with the operation that its label names. */
export interface MadeRevision {
  release: ReleaseRef;
  revision: number;
  operationId?: string;
}

/** What a row says of the operation that made a revision. */
export interface Maker {
  id: string;
  releaseKey: string;
  requestedBy: string;
  reason?: string;
  startedAt?: string;
  revisionAfter?: number;
}

/** Operations behind these revisions, in one query however many there are. */
export async function findMakers(
  database: Database,
  revisions: MadeRevision[],
): Promise<Maker[]> {
  if (!revisions.length) {
    return [];
  }
  const named = revisions.flatMap(({ operationId }) => operationId ?? []);
  const unnamed = revisions
    .filter(({ operationId }) => operationId === undefined)
    .map(({ release, revision }) => [stringifyReleaseRef(release), revision]);
  const select = database
    .sql('helm_operations')
    .select([
      'id',
      'release_key',
      'requested_by',
      'reason',
      'started_at',
      'revision_after',
    ])
    .whereIn('id', named)
    .orderBy('position', 'desc');
  if (unnamed.length) {
    select.orWhereIn(['release_key', 'revision_after'], unnamed);
  }
  return (await select).map(row => ({
    id: row.id,
    releaseKey: row.release_key,
    requestedBy: row.requested_by,
    reason: row.reason ?? undefined,
    startedAt:
      row.started_at === null
        ? undefined
        : new Date(Number(row.started_at)).toISOString(),
    revisionAfter:
      row.revision_after === null ? undefined : Number(row.revision_after),
  }));
}
