import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { cutSilentConnections, SILENCE_LIMIT_MS } from './cutSilentConnections';

/** How long SQLite waits for another process that writes. */
const BUSY_MS = 10_000;

/**
 * Makes connections fit for a queue: PostgreSQL's don't hang for ever, and
 * SQLite's readers and its writer don't lock each other out.
 */
export async function prepareDatabase(
  knex: Knex,
  options: { now: () => number; logger: Pick<LoggerService, 'warn'> },
): Promise<void> {
  if (knex.client.config.client === 'better-sqlite3') {
    await knex.raw('PRAGMA journal_mode = WAL');
    await knex.raw(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return;
  }
  cutSilentConnections(knex, { ...options, limitMs: SILENCE_LIMIT_MS });
}
