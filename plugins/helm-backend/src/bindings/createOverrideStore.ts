import {
  parseReleaseRef,
  stringifyReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { withTransaction, type Database } from '../database/Database';
import type { Override, OverrideStore } from './Binding';

function toOverride(row: Record<string, any>): Override {
  return {
    id: row.id,
    release: parseReleaseRef(row.release_key),
    version: row.version ?? undefined,
    patch: JSON.parse(row.patch),
    baseDigest: row.base_digest,
    by: row.set_by,
    reason: row.reason ?? undefined,
    at: new Date(Number(row.set_at)).toISOString(),
    expiresAt:
      row.expires_at === null
        ? undefined
        : new Date(Number(row.expires_at)).toISOString(),
  };
}

/** Overrides as rows: one active per release, earlier ones stay as history. */
export function createOverrideStore(database: Database): OverrideStore {
  async function end(
    tx: Knex,
    releaseKey: string,
    endedBy: string,
  ): Promise<boolean> {
    const ended = await tx('helm_overrides')
      .where('release_key', releaseKey)
      .whereNull('ended_at')
      .update({
        ended_at: withTransaction(database, tx).now(),
        ended_by: endedBy,
      });
    return ended > 0;
  }

  function live(): Knex.QueryBuilder {
    return database
      .sql('helm_overrides')
      .whereNull('ended_at')
      .where(unexpired =>
        unexpired
          .whereNull('expires_at')
          .orWhere('expires_at', '>', database.now()),
      );
  }

  return {
    async active(ref) {
      const row = await live()
        .where('release_key', stringifyReleaseRef(ref))
        .first();
      return row && toOverride(row);
    },

    async allActive() {
      return (await live()).map(toOverride);
    },

    async put(tx, override) {
      const releaseKey = stringifyReleaseRef(override.release);
      await end(tx, releaseKey, override.by);
      await tx('helm_overrides').insert({
        id: override.id,
        release_key: releaseKey,
        version: override.version ?? null,
        patch: JSON.stringify(override.patch),
        base_digest: override.baseDigest,
        set_by: override.by,
        reason: override.reason ?? null,
        set_at: withTransaction(database, tx).now(),
        expires_at: override.expiresAt ? Date.parse(override.expiresAt) : null,
      });
    },

    clear: (tx, ref, by) => end(tx, stringifyReleaseRef(ref), by),
  };
}
