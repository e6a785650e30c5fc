import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory, { type Knex } from 'knex';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { createReplica } from '../operations/__testUtils__/createReplica';
import { ended } from '../operations/__testUtils__/until';
import { prepareDatabase } from './prepareDatabase';

jest.setTimeout(120_000);

const MIGRATIONS = path.resolve(__dirname, '../../migrations');
const WRITERS = 8;
const EACH = 8;

/** Another process's part: it writes in short transactions until it is told to stop. */
const OTHER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const database = require(workerData.driver)(workerData.filename, { timeout: 10000 });
  let isOver = false;
  parentPort.on('message', () => { isOver = true; });
  let count = 0;
  (function write() {
    if (isOver) { database.close(); parentPort.postMessage(count); return; }
    database.exec('BEGIN IMMEDIATE');
    database.prepare("INSERT INTO helm_settings (name, value) VALUES ('other', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(String(count));
    database.exec('COMMIT');
    count += 1;
    setTimeout(write, 1);
  })();
`;

describe('SQLite', () => {
  let folder: string;
  let knex: Knex;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'helm-busy-'));
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: path.join(folder, 'helm.sqlite') },
      useNullAsDefault: true,
    });
    await knex.migrate.latest({ directory: MIGRATIONS });
    await prepareDatabase(knex, {
      now: () => Date.now(),
      logger: mockServices.logger.mock(),
    });
  });
  afterEach(async () => {
    await knex.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  it('33. lets eight write at once, and another process, and tells nobody that it is busy', async () => {
    const other = new Worker(OTHER, {
      eval: true,
      workerData: {
        driver: require.resolve('better-sqlite3'),
        filename: path.join(folder, 'helm.sqlite'),
      },
    });
    const failure = new Promise<never>((_, reject) => {
      other.once('error', reject);
    });
    const replica = createReplica(knex, { config: { concurrency: WRITERS } });
    replica.worker.start();
    const writers = Array.from({ length: WRITERS }, async () => {
      for (let count = 0; count < EACH; count += 1) {
        const { id } = await replica.run(aPlan());
        const operation = await ended(replica, id);
        expect(operation.status).toBe('succeeded');
      }
    });
    await Promise.race([Promise.all(writers), failure]);
    const written = new Promise<number>(resolve => {
      other.once('message', resolve);
    });
    other.postMessage('stop');
    expect(await written).toBeGreaterThan(WRITERS);
    await other.terminate();
    await replica.worker.stop();
    expect(
      await knex('helm_operations').where({ status: 'succeeded' }).pluck('id'),
    ).toHaveLength(WRITERS * EACH);
  });
});
