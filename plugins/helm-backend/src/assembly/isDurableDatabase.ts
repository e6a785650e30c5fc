import type { Knex } from 'knex';

/** Whether rows outlive the process: SQLite in memory does not keep them. */
export function isDurableDatabase(knex: Knex): boolean {
  const { connection } = knex.client.config;
  return ![connection, connection?.filename].includes(':memory:');
}
