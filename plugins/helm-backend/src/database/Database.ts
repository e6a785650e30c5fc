import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { AuditFact } from '../audit/AuditLog';
import { SILENCE_LIMIT_MS } from './cutSilentConnections';

/**
 * A connection or transaction with the clock that leases are decided by: the
 * database's, so that replicas with wrong clocks agree.
 */
export interface Database {
  readonly sql: Knex;
  readonly isPostgres: boolean;
  /** Epoch milliseconds, as an SQL expression. */
  now(): Knex.Raw;
  /** Told of each entry of the audit trail once it is committed; never throws. */
  readonly audited?: (fact: AuditFact) => void;
}

const CLOCKS = {
  // clock_timestamp, not now(): the latter stands still in a transaction.
  postgres: `(extract(epoch from clock_timestamp()) * 1000)::bigint`,
  sqlite: `CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)`,
};

/** `clock` replaces the database's own clock, for tests. */
export function createDatabase(
  knex: Knex,
  clock?: () => number,
  audited?: Database['audited'],
): Database {
  const client: string = knex.client.config.client;
  const isPostgres = client === 'pg';
  return {
    sql: knex,
    isPostgres,
    audited,
    now: () =>
      clock
        ? knex.raw('CAST(? AS BIGINT)', [clock()])
        : knex.raw(isPostgres ? CLOCKS.postgres : CLOCKS.sqlite),
  };
}

/** How often a transaction is begun anew that SQLite can't let write now. */
const BUSY_ATTEMPTS = 20;
const BUSY_PAUSE_MS = 50;

/**
 * Runs `work` in one transaction. SQLite has one connection: pass it on. There
 * it is run again when another process wrote in between; so it may do nothing
 * but read and write rows.
 */
export async function inTransaction<T>(
  database: Database,
  work: (tx: Database) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.sql.transaction(async tx => {
        await limitSilence(database, tx);
        return work(withTransaction(database, tx));
      });
    } catch (error) {
      if (!isBusy(error) || attempt === BUSY_ATTEMPTS) {
        throw error;
      }
      await pause(Math.random() * BUSY_PAUSE_MS);
    }
  }
}

/**
 * When the network breaks in the middle of a transaction, PostgreSQL hears
 * nothing of it for hours, and would keep its rows locked as long: nobody could
 * take the operation over. So it gives up one that says nothing any more.
 */
async function limitSilence(database: Database, tx: Knex): Promise<void> {
  if (database.isPostgres) {
    await tx.raw(
      `SET LOCAL idle_in_transaction_session_timeout = ${SILENCE_LIMIT_MS}`,
    );
  }
}

/** SQLite: another process holds what this one needs. */
function isBusy(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    String(error.code).startsWith('SQLITE_BUSY')
  );
}

/** The same clock over a transaction that someone else opened. */
export function withTransaction(database: Database, tx: Knex): Database {
  return {
    sql: tx,
    isPostgres: database.isPostgres,
    audited: database.audited,
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
