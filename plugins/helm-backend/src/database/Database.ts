import type { Knex } from 'knex';

/**
 * A connection or transaction with the clock that leases are decided by: the
 * database's, so that replicas with wrong clocks agree.
 */
export interface Database {
  readonly sql: Knex;
  readonly isPostgres: boolean;
  /** Epoch milliseconds, as an SQL expression. */
  now(): Knex.Raw;
}

const CLOCKS = {
  // clock_timestamp, not now(): the latter stands still in a transaction.
  postgres: `(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  sqlite: `CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)`,
};

/** `clock` replaces the database's own clock, for tests. */
export function createDatabase(knex: Knex, clock?: () => number): Database {
  const client: string = knex.client.config.client;
  const isPostgres = client === 'pg';
  return {
    sql: knex,
    isPostgres,
    now: () =>
      clock
        ? knex.raw('CAST(? AS BIGINT)', [clock()])
        : knex.raw(isPostgres ? CLOCKS.postgres : CLOCKS.sqlite),
  };
}

/** Runs `work` in one transaction. SQLite has one connection: pass it on. */
export function inTransaction<T>(
  database: Database,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  return database.sql.transaction(tx =>
    work({
      sql: tx,
      isPostgres: database.isPostgres,
      now: () => database.now(),
    }),
  );
}

/** The same clock over a transaction that someone else opened. */
export function withTransaction(database: Database, tx: Knex): Database {
  return {
    sql: tx,
    isPostgres: database.isPostgres,
    now: () => database.now(),
  };
}

/** `now() + milliseconds`, as an SQL expression. */
export function fromNow(database: Database, milliseconds: number): Knex.Raw {
  return database.sql.raw('? + ?', [database.now(), milliseconds]);
}

/** The database's time now. */
export async function readClock(database: Database): Promise<number> {
  const rows = await database.sql.select({ now: database.now() });
  return Number(rows[0].now);
}
