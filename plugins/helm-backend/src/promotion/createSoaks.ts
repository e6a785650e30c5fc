import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { inTransaction, readClock, type Database } from '../database/Database';
import { nextSoak, type Look, type Soak } from './nextSoak';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Soaks in the table helm_soaks, on the database's clock. */
export interface Soaks {
  read(release: ReleaseRef): Promise<Soak | undefined>;
  /** Writes one more look down. */
  record(
    release: ReleaseRef,
    environment: string,
    look: Omit<Look, 'at'>,
  ): Promise<Soak>;
  /** Forgets what nobody looks at any more. */
  purge(): Promise<void>;
  now(): Promise<number>;
}

function readRow(row: Record<string, unknown>): Soak {
  return {
    revision: Number(row.revision),
    healthySince:
      row.healthy_since === null ? undefined : Number(row.healthy_since),
    checkedAt: Number(row.checked_at),
  };
}

export function createSoaks(database: Database): Soaks {
  async function find(
    tx: Database,
    release: ReleaseRef,
    isForUpdate: boolean,
  ): Promise<Soak | undefined> {
    const select = tx
      .sql('helm_soaks')
      .where('release_key', stringifyReleaseRef(release))
      .first();
    const row = await (isForUpdate && tx.isPostgres
      ? select.forUpdate()
      : select);
    return row && readRow(row);
  }

  return {
    read: release => find(database, release, false),

    record: (release, environment, look) =>
      inTransaction(database, async tx => {
        const before = await find(tx, release, true);
        const soak = nextSoak(before, { ...look, at: await readClock(tx) });
        await tx
          .sql('helm_soaks')
          .insert({
            release_key: stringifyReleaseRef(release),
            environment,
            revision: soak.revision,
            healthy_since: soak.healthySince ?? null,
            checked_at: soak.checkedAt,
          })
          .onConflict('release_key')
          .merge();
        return soak;
      }),

    async purge() {
      await database
        .sql('helm_soaks')
        .where('checked_at', '<', (await readClock(database)) - DAY_MS)
        .delete();
    },

    now: () => readClock(database),
  };
}
