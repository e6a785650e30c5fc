import path from 'node:path';
import {
  openDatabases,
  dialects,
} from '../database/__testUtils__/openDatabases';
import { createDatabase, inTransaction } from '../database/Database';
import type { Knex } from 'knex';
import { createAuditLog, appendAudit, type AuditFact } from './AuditLog';
import { purgeAudit } from './purgeAudit';

const DAY_MS = 24 * 60 * 60 * 1000;
const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'app' };
const entry = {
  actor: 'user:default/dana',
  action: 'operation.requested',
  outcome: 'allowed',
} as const;

const databases = openDatabases();
afterAll(() => databases.close());

describe.each(dialects)('the audit trail on %s', dialect => {
  let knex: Knex;
  let clock = Date.now();
  const told: AuditFact[] = [];

  const database = () =>
    createDatabase(
      knex,
      () => clock,
      fact => told.push(fact),
    );

  beforeEach(async () => {
    knex = await databases.create(dialect);
    clock = Date.now();
    told.length = 0;
  });

  it('takes no change of an entry', async () => {
    const audit = createAuditLog(database());
    await audit.append(entry);
    const before = await audit.list({ limit: 10 });

    await expect(
      knex('helm_audit').update({ actor: 'nobody' }),
    ).rejects.toThrow('helm_audit is insert-only');
    await expect(knex('helm_audit').delete()).rejects.toThrow(
      'helm_audit is insert-only',
    );
    await expect(
      dialect === 'PostgreSQL'
        ? knex.raw('TRUNCATE helm_audit')
        : knex.raw(
            `INSERT OR REPLACE INTO helm_audit (position, at, actor, action, outcome, detail)
             SELECT position, at, 'nobody', action, outcome, detail FROM helm_audit`,
          ),
    ).rejects.toThrow('helm_audit is insert-only');

    expect(await audit.list({ limit: 10 })).toEqual(before);
  });

  it('deletes by its retention, and never the last 30 days', async () => {
    const audit = createAuditLog(database());
    const now = clock;
    for (const days of [400, 91, 89, 40, 1]) {
      clock = now - days * DAY_MS;
      await audit.append({ ...entry, detail: { days } });
    }
    clock = now;
    const left = async () =>
      (await audit.list({ limit: 10 })).map(({ detail }) => detail.days);

    expect(await purgeAudit(database(), { days: 0, limit: 100 })).toBe(0);
    expect(await left()).toEqual([1, 40, 89, 91, 400]);
    expect(await purgeAudit(database(), { days: 90, limit: 1 })).toBe(1);
    expect(await left()).toEqual([1, 40, 89, 91]);
    expect(await purgeAudit(database(), { days: 90, limit: 100 })).toBe(1);
    expect(await left()).toEqual([1, 40, 89]);

    // Between two purges nothing can be deleted, however old.
    await expect(
      knex('helm_audit')
        .where('at', '<', now - 80 * DAY_MS)
        .delete(),
    ).rejects.toThrow('insert-only');
    // A clock or a configuration that is wrong does not empty it.
    clock = now + 1_000 * DAY_MS;
    await expect(
      purgeAudit(database(), { days: 31, limit: 100 }),
    ).rejects.toThrow('insert-only');
    expect(await left()).toEqual([1, 40, 89]);
  });

  it('can be migrated back, and again', async () => {
    const directory = path.resolve(__dirname, '../../migrations');
    const name = '20261121000500_audit.js';
    await createAuditLog(database()).append(entry);
    await knex.migrate.down({ directory, name });
    await knex('helm_audit').update({ actor: 'somebody' });
    await knex.migrate.up({ directory, name });
    await expect(knex('helm_audit').delete()).rejects.toThrow('insert-only');
  });

  it('finds entries by who, what, where and when', async () => {
    const audit = createAuditLog(database());
    const at = Date.parse('2026-05-01T00:00:00Z');
    clock = at;
    await audit.append({
      ...entry,
      release,
      environment: 'dev',
      operationId: 'a',
    });
    clock = at + 1_000;
    await audit.append({
      ...entry,
      actor: 'user:default/omar',
      outcome: 'denied',
    });
    clock = at + 2_000;
    await audit.append({ ...entry, action: 'override.set', release });

    const found = async (filter: object) =>
      (await audit.list({ ...filter, limit: 10 })).map(({ id }) => Number(id));
    const [third, second, first] = await found({});
    expect(await found({ release })).toEqual([third, first]);
    expect(await found({ actor: 'user:default/omar' })).toEqual([second]);
    expect(await found({ environment: 'dev' })).toEqual([first]);
    expect(await found({ action: 'override.set' })).toEqual([third]);
    expect(await found({ outcome: 'denied' })).toEqual([second]);
    expect(await found({ operationId: 'a' })).toEqual([first]);
    expect(await found({ from: at + 1_000 })).toEqual([third, second]);
    expect(await found({ until: at + 1_000 })).toEqual([first]);
    expect(await found({ after: second })).toEqual([first]);
  });

  it('tells what is committed, once it is', async () => {
    await inTransaction(database(), async tx => {
      await appendAudit(tx, { ...entry, operationId: 'kept' });
      expect(told).toEqual([]);
    });
    await expect(
      inTransaction(database(), async tx => {
        await appendAudit(tx, { ...entry, operationId: 'undone' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await createAuditLog(database()).append({ ...entry, operationId: 'alone' });

    expect(told.map(({ operationId }) => operationId)).toEqual([
      'kept',
      'alone',
    ]);
  });

  it('says how much an entry matters', async () => {
    const audit = createAuditLog(database());
    const severity = async (given: object) => {
      await audit.append({ ...entry, ...given });
      return told.at(-1)?.detail.severity;
    };
    expect(await severity({ action: 'operation.started' })).toBe('low');
    expect(await severity({ detail: { kind: 'upgrade' } })).toBe('medium');
    expect(await severity({ detail: { kind: 'uninstall' } })).toBe('high');
    expect(await severity({ detail: { kind: 'unlock' } })).toBe('high');
    expect(await severity({ outcome: 'denied' })).toBe('high');
    expect(await severity({ action: 'operation.broke-glass' })).toBe(
      'critical',
    );
    expect(await severity({ detail: { severity: 'critical' } })).toBe(
      'critical',
    );
  });
});
