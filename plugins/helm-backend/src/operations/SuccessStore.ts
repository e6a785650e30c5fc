import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../database/Database';

/** A revision that became ready by our own record: a target to go back to. */
export interface Success {
  release: ReleaseRef;
  revision: number;
  operationId: string;
  chartVersion?: string;
  chartDigest?: string;
  /** ISO time in the release itself. */
  deployedAt?: string;
}

/**
 * Helm's `superseded` does not say that a revision was ever good (engines.md
 * §2.6): this record does.
 */
export interface SuccessStore {
  /** Newest first. */
  list(release: ReleaseRef): Promise<Success[]>;
}

export function createSuccessStore(database: Database): SuccessStore {
  return {
    async list(release) {
      const rows = await database
        .sql('helm_successes')
        .where('release_key', stringifyReleaseRef(release))
        .orderBy('revision', 'desc');
      return rows.map(row => ({
        release,
        revision: Number(row.revision),
        operationId: row.operation_id,
        chartVersion: row.chart_version ?? undefined,
        chartDigest: row.chart_digest ?? undefined,
        deployedAt: row.deployed_at ?? undefined,
      }));
    },
  };
}

export async function recordSuccess(
  tx: Database,
  success: Success,
): Promise<void> {
  await tx
    .sql('helm_successes')
    .insert({
      release_key: stringifyReleaseRef(success.release),
      revision: success.revision,
      operation_id: success.operationId,
      chart_version: success.chartVersion ?? null,
      chart_digest: success.chartDigest ?? null,
      deployed_at: success.deployedAt ?? null,
      recorded_at: tx.now(),
    })
    .onConflict(['release_key', 'revision'])
    .merge();
}

/** Forgets an earlier life of the release, whose numbers will come again. */
export async function forgetSuccesses(
  tx: Database,
  release: ReleaseRef,
): Promise<void> {
  await tx
    .sql('helm_successes')
    .where('release_key', stringifyReleaseRef(release))
    .delete();
}
