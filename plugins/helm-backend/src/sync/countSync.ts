import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Database } from '../database/Database';
import { listHolds } from './syncHolds';

/** What people have to end before automatic sync goes on. */
export const HALTS = ['paused', 'held', 'stopped'] as const;

/** How many releases of an environment wait for people so. */
export interface SyncCount {
  environment: string;
  halt: (typeof HALTS)[number];
  releases: number;
}

/** Releases that automatic sync stands still for, each once; nothing where none is followed. */
export async function countSync(
  database: Database,
  environments: Pick<EnvironmentConfig, 'name' | 'sync'>[],
): Promise<SyncCount[]> {
  const followed = environments.filter(({ sync }) => sync.mode === 'automatic');
  if (!followed.length) {
    return [];
  }
  const count = (column: 'pause_cause' | 'stopped_at') =>
    database
      .sql('helm_sync')
      .whereNotNull(column)
      .groupBy('environment')
      .select('environment')
      .count({ releases: '*' });
  const paused = await count('pause_cause');
  const stopped = await count('stopped_at').whereNull('pause_cause');
  const holds = await listHolds(database);
  return followed.flatMap(({ name: environment }) => {
    const of = (rows: Record<string, unknown>[]) =>
      Number(rows.find(row => row.environment === environment)?.releases ?? 0);
    const hold = holds.find(each => each.environment === environment);
    const releases = {
      paused: of(paused),
      held: hold?.held.length ?? 0,
      stopped: of(stopped),
    };
    return HALTS.map(halt => ({ environment, halt, releases: releases[halt] }));
  });
}
