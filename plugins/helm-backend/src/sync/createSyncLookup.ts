import type { Knex } from 'knex';
import type { HelmConfig } from '../config/HelmConfig';
import { createDatabase } from '../database/Database';
import type { SyncLookup } from '../releases/ReleaseKnowledge';
import { listHolds } from './syncHolds';
import { getSync, listSync } from './syncRows';

/** What the read path sees of automatic sync; costs nothing where there is none. */
export function createSyncLookup(
  knex: Knex,
  { environments }: Pick<HelmConfig, 'environments'>,
): SyncLookup {
  const database = createDatabase(knex);
  const isUsed = environments.some(({ sync }) => sync.mode === 'automatic');
  return {
    get: async ref => (isUsed ? getSync(database, ref) : undefined),
    all: async () => (isUsed ? listSync(database) : []),
    holds: async () => (isUsed ? listHolds(database) : []),
  };
}
