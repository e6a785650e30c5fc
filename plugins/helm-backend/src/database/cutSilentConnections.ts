import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** No query of this plugin takes as long; a lease lasts twice as long. */
export const SILENCE_LIMIT_MS = 12_000;

/** A connection of PostgreSQL's driver, as the pool holds it. */
interface Connection {
  __knexUid: string;
  connection?: { stream?: { destroy(): void } };
}

interface Known {
  connection: Connection;
  heardAt: number;
  askedAt?: number;
}

/**
 * Cuts connections to PostgreSQL that don't answer any more: when a firewall
 * forgets one, or the server's machine dies, TCP tells nobody for many minutes,
 * and whoever asked would wait as long. With one, the others that have said
 * nothing since are cut too, so that the pool is well again at once.
 *
 * SQLite needs none of it: its driver answers before it returns.
 *
 * @returns the way to stop looking.
 */
export function cutSilentConnections(
  knex: Knex,
  options: {
    limitMs: number;
    now: () => number;
    logger: Pick<LoggerService, 'warn'>;
  },
): () => void {
  const { limitMs, now, logger } = options;
  const { pool, connectionSettings } = knex.client;
  if (knex.client.config.client !== 'pg' || !pool?.on) {
    return () => {};
  }
  // Nor may a new one hang on its way: others wait for it in the pool.
  if (connectionSettings && !connectionSettings.connectionTimeoutMillis) {
    connectionSettings.connectionTimeoutMillis = limitMs;
  }
  const known = new Map<string, Known>();

  function meet(_: number, connection: Connection): void {
    const met = known.get(connection.__knexUid);
    if (!met) {
      known.set(connection.__knexUid, { connection, heardAt: now() });
    }
  }
  function answered(uid: string): void {
    const entry = known.get(uid);
    if (entry) {
      entry.heardAt = now();
      entry.askedAt = undefined;
    }
  }

  pool.on('createSuccess', meet);
  pool.on('acquireSuccess', meet);
  pool.on('destroyRequest', (_: number, { __knexUid }: Connection) =>
    known.delete(__knexUid),
  );
  pool.on('release', ({ __knexUid }: Connection) => {
    const entry = known.get(__knexUid);
    if (entry) {
      entry.askedAt = undefined;
    }
  });
  // BEGIN and COMMIT tell no answer; what follows them on a connection does.
  knex.on('query', ({ __knexUid }: { __knexUid: string }) => {
    const entry = known.get(__knexUid);
    if (entry) {
      entry.askedAt = now();
    }
  });
  knex.on('query-response', (_, { __knexUid }) => answered(__knexUid));
  knex.on('query-error', (_, { __knexUid }) => answered(__knexUid));

  function look(): void {
    const hung = [...known.values()].filter(
      ({ askedAt }) => askedAt !== undefined && now() - askedAt > limitMs,
    );
    if (!hung.length) {
      return;
    }
    const since = Math.min(...hung.map(({ askedAt = 0 }) => askedAt));
    const silent = [...known.values()].filter(
      ({ heardAt, askedAt = heardAt }) => Math.max(heardAt, askedAt) <= since,
    );
    logger.warn(
      `The database has not answered for ${Math.round(
        (now() - since) / 1000,
      )} s; ${silent.length} connections to it are cut`,
    );
    for (const { connection } of silent) {
      known.delete(connection.__knexUid);
      connection.connection?.stream?.destroy();
    }
  }

  const timer = setInterval(look, Math.max(10, limitMs / 6));
  timer.unref();
  const stop = () => clearInterval(timer);
  pool.on('poolDestroyRequest', stop);
  return stop;
}
