import type { Knex } from 'knex';
import { createDatabase, readClock, type Database } from '../Database';
import { isUniqueViolation } from '../isUniqueViolation';
import { aNewOperation } from '../__testUtils__/aNewOperation';
import { dialects, openDatabases } from '../__testUtils__/openDatabases';
import { appendEvents } from './appendEvents';
import { claimExpired } from './claimExpired';
import { claimHandedOver } from './claimHandedOver';
import { claimNext } from './claimNext';
import { findActive, findLast } from './findOfRelease';
import { getOperation } from './getOperation';
import { handOver } from './handOver';
import { insertOperation } from './insertOperation';
import { listEvents } from './listEvents';
import { listOperations } from './listOperations';
import { purgeOperations } from './purgeOperations';
import { recordIntent } from './recordIntent';
import { recordStart } from './recordStart';
import { renewLease } from './renewLease';
import { requestCancel } from './requestCancel';
import { requeue } from './requeue';
import { settle } from './settle';
import { settleFollowed } from './settleFollowed';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

const outcome = { code: 'DONE', title: 'Done', holds: 'Revision 2' };

describe.each(dialects)('operations in %s', dialect => {
  let knex: Knex;
  let time: number;
  let database: Database;

  beforeAll(async () => {
    knex = await databases.create(dialect);
  });
  beforeEach(async () => {
    await knex('helm_operations').delete();
    await knex('helm_operation_events').delete();
    time = 1_000_000;
    database = createDatabase(knex, () => time);
  });

  function claim(ticket: string, excludedEnvironments: string[] = []) {
    return claimNext(database, {
      ticket,
      worker: 'w',
      leaseMs: 30_000,
      engines: ['scripted'],
      excludedEnvironments,
    });
  }

  it("tells the database's time in milliseconds", async () => {
    const before = await readClock(createDatabase(knex));
    expect(Math.abs(before - Date.now())).toBeLessThan(5_000);
  });

  it('keeps what was asked and gives it back typed', async () => {
    const wanted = aNewOperation({
      reason: 'because',
      fromVersion: '1.0.0',
      toVersion: '1.1.0',
      decisions: [
        { permission: 'p', principal: 'u', at: 'now', result: 'ALLOW' },
      ],
    });
    const row = await insertOperation(database, wanted);
    expect(row).toMatchObject({
      id: wanted.id,
      release: wanted.release,
      status: 'queued',
      createdAt: time,
      attempt: 1,
      awaitsFollowUp: false,
      lastSeq: 0,
      reason: 'because',
      toVersion: '1.1.0',
    });
    expect(await getOperation(database, wanted.id)).toEqual(row);
    expect(await getOperation(database, 'nothing')).toBeUndefined();
    const claimed = await claim('t1');
    expect(claimed).toMatchObject({
      ticket: 't1',
      work: wanted.work,
      decisions: wanted.decisions,
      startedAt: time,
    });
  });

  it('runs one operation of a release at a time, first come first served', async () => {
    const first = aNewOperation();
    const second = aNewOperation({ release: first.release });
    await insertOperation(database, first);
    await insertOperation(database, second);
    expect((await claim('t1'))?.id).toBe(first.id);
    expect(await claim('t2')).toBeUndefined();
    await settle(database, {
      id: first.id,
      ticket: 't1',
      status: 'succeeded',
      outcome,
      phases: [],
    });
    expect((await claim('t3'))?.id).toBe(second.id);
  });

  it('lets a rescue overtake waiting changes of its release and of others', async () => {
    const waiting = aNewOperation();
    const other = aNewOperation();
    const rescue = aNewOperation({
      release: waiting.release,
      kind: 'rollback',
      isRescue: true,
    });
    for (const operation of [other, waiting, rescue]) {
      await insertOperation(database, operation);
    }
    expect((await claim('t1'))?.id).toBe(rescue.id);
    expect((await claim('t2'))?.id).toBe(other.id);
    expect(await claim('t3')).toBeUndefined();
  });

  it('passes over environments that hold enough slots, and unknown engines', async () => {
    const dev = aNewOperation();
    const prod = aNewOperation({ environment: 'prod' });
    const other = aNewOperation({ engine: 'other' });
    for (const operation of [other, dev, prod]) {
      await insertOperation(database, operation);
    }
    expect((await claim('t1', ['dev']))?.id).toBe(prod.id);
    expect(await claim('t2', ['dev'])).toBeUndefined();
    expect((await claim('t3'))?.id).toBe(dev.id);
    expect(await claim('t4')).toBeUndefined();
  });

  it('admits one pending operation per release and lane', async () => {
    const first = aNewOperation({ lane: 'change' });
    await insertOperation(database, first);
    const refused = await insertOperation(
      database,
      aNewOperation({ lane: 'change', release: first.release }),
    ).catch(error => error);
    expect(isUniqueViolation(refused)).toBe(true);
    await insertOperation(
      database,
      aNewOperation({ lane: 'rollback', release: first.release }),
    );
    await settle(database, {
      id: first.id,
      status: 'cancelled',
      outcome,
      phases: [],
    });
    await insertOperation(
      database,
      aNewOperation({ lane: 'change', release: first.release }),
    );
  });

  it('gives an idempotency key once to each principal', async () => {
    await insertOperation(database, aNewOperation({ idempotencyKey: 'k' }));
    await insertOperation(
      database,
      aNewOperation({ idempotencyKey: 'k', requestedBy: 'user:default/omar' }),
    );
    const refused = await insertOperation(
      database,
      aNewOperation({ idempotencyKey: 'k' }),
    ).catch(error => error);
    expect(isUniqueViolation(refused)).toBe(true);
  });

  it('refuses every write of a worker whose operation was taken over', async () => {
    const { id } = await insertOperation(database, aNewOperation());
    await claim('old');
    time += 30_000;
    const taken = await claimExpired(database, {
      ticket: 'new',
      leaseMs: 30_000,
      ownTickets: [],
    });
    expect(taken?.id).toBe(id);
    const old = { id, ticket: 'old' };
    expect(await renewLease(database, { ...old, leaseMs: 1 })).toBeUndefined();
    expect(await recordIntent(database, { ...old, pid: 1 })).toBe(false);
    expect(
      await recordStart(database, {
        ...old,
        host: 'h',
        bootId: 'b',
        expectedRevision: 2,
        revisionBefore: 1,
        budgetMs: 1,
      }),
    ).toBeUndefined();
    expect(await requeue(database, { ...old, delayMs: 0 })).toBe(false);
    expect(
      await handOver(database, {
        ...old,
        token: 't',
        checkAfter: 1,
        deadline: 1,
        phases: [],
      }),
    ).toBe(false);
    expect(
      await appendEvents(database, id, [{ at: 1, type: 'log', text: 'late' }], {
        ticket: 'old',
      }),
    ).toBeUndefined();
    expect(
      await settle(database, {
        ...old,
        status: 'succeeded',
        outcome,
        phases: [],
      }),
    ).toBeUndefined();
    expect(await getOperation(database, id)).toMatchObject({
      status: 'running',
      lastSeq: 0,
    });
  });

  it('takes over by lease, by this clock, and never from itself', async () => {
    await insertOperation(database, aNewOperation());
    const { id } = (await claim('t1'))!;
    const takeOver = (ownTickets: string[]) =>
      claimExpired(database, {
        ticket: 't2',
        leaseMs: 30_000,
        ownTickets,
      });
    time += 29_999;
    expect(await takeOver([])).toBeUndefined();
    await renewLease(database, { id, ticket: 't1', leaseMs: 30_000 });
    time += 29_999;
    expect(await takeOver([])).toBeUndefined();
    time += 1;
    expect(await takeOver(['t1'])).toBeUndefined();
    // Late, but nobody took it: it is still ours.
    expect(
      await renewLease(database, { id, ticket: 't1', leaseMs: 30_000 }),
    ).toEqual({});
    expect(await takeOver([])).toBeUndefined();
    time += 30_000;
    expect((await takeOver([]))?.id).toBe(id);
  });

  it('tells a worker at its next renewal that a cancel was asked for', async () => {
    await insertOperation(database, aNewOperation());
    const { id } = (await claim('t1'))!;
    expect(await requestCancel(database, { id, by: 'user:default/a' })).toBe(
      true,
    );
    await requestCancel(database, { id, by: 'user:default/b' });
    expect(
      await renewLease(database, { id, ticket: 't1', leaseMs: 30_000 }),
    ).toEqual({ cancelRequestedBy: 'user:default/a' });
  });

  it('waits with an operation that is tried again', async () => {
    await insertOperation(database, aNewOperation());
    const { id } = (await claim('t1'))!;
    await recordIntent(database, { id, ticket: 't1', pid: 7 });
    expect(await requeue(database, { id, ticket: 't1', delayMs: 5_000 })).toBe(
      true,
    );
    expect(await claim('t2')).toBeUndefined();
    time += 5_000;
    expect(await claim('t3')).toMatchObject({
      id,
      attempt: 2,
      pid: undefined,
      intentAt: undefined,
    });
  });

  it('polls what was handed over when due, one replica at a time', async () => {
    const first = aNewOperation();
    await insertOperation(database, first);
    const { id } = (await claim('t1'))!;
    await handOver(database, {
      id,
      ticket: 't1',
      token: 'flux-1',
      checkAfter: time + 1_000,
      deadline: time + 60_000,
      phases: [],
    });
    const poll = (ticket: string) =>
      claimHandedOver(database, {
        ticket,
        worker: 'w',
        leaseMs: 30_000,
        engines: ['scripted'],
      });
    expect(await poll('p0')).toBeUndefined();
    time += 1_000;
    expect(await poll('p1')).toMatchObject({ id, handoverToken: 'flux-1' });
    expect(await poll('p2')).toBeUndefined();
    // It holds the release, not a slot.
    await insertOperation(database, aNewOperation({ release: first.release }));
    expect(await claim('t2')).toBeUndefined();
    time += 30_000;
    expect(await poll('p3')).toMatchObject({ id });
  });

  it('numbers events without gaps whoever writes them', async () => {
    const { id } = await insertOperation(database, aNewOperation());
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        appendEvents(
          database,
          id,
          [0, 1, 2].map(line => ({
            at: time,
            type: 'log',
            text: `${index}/${line}`,
          })),
        ),
      ),
    );
    const events = await listEvents(database, { id, after: 0, limit: 1000 });
    expect(events.map(event => event.seq)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    expect(
      await listEvents(database, { id, after: 58, limit: 10 }),
    ).toHaveLength(2);
  });

  it('changes an ended operation once, when its rollback ends', async () => {
    await insertOperation(database, aNewOperation());
    const { id } = (await claim('t1'))!;
    const failed = await settle(database, {
      id,
      ticket: 't1',
      status: 'failed',
      outcome,
      phases: [],
      followedBy: 'next',
    });
    expect(failed).toMatchObject({ awaitsFollowUp: true, followedBy: 'next' });
    const back = { id, status: 'rolled-back' as const, outcome };
    expect(await settleFollowed(database, back)).toBe(true);
    expect(await settleFollowed(database, { ...back, status: 'failed' })).toBe(
      false,
    );
    expect(await getOperation(database, id)).toMatchObject({
      status: 'rolled-back',
      awaitsFollowUp: false,
    });
  });

  it('finds what works on a release, and what ended last', async () => {
    const first = aNewOperation();
    const { release } = first;
    expect(await findActive(database, release)).toBeUndefined();
    await insertOperation(database, first);
    await claim('t1');
    await insertOperation(database, aNewOperation({ release }));
    expect((await findActive(database, release))?.id).toBe(first.id);
    expect(await findLast(database, release)).toBeUndefined();
    await settle(database, {
      id: first.id,
      ticket: 't1',
      status: 'failed',
      outcome,
      phases: [],
    });
    expect((await findLast(database, release))?.id).toBe(first.id);
  });

  it('lists by filter and page', async () => {
    const rows = [];
    for (let index = 0; index < 5; index += 1) {
      rows.push(
        await insertOperation(
          database,
          aNewOperation({ environment: index % 2 ? 'prod' : 'dev' }),
        ),
      );
    }
    const page = await listOperations(database, { order: 'desc', limit: 2 });
    expect(page.map(row => row.id)).toEqual([rows[4].id, rows[3].id]);
    const next = await listOperations(database, {
      order: 'desc',
      limit: 2,
      after: page[1].position,
    });
    expect(next.map(row => row.id)).toEqual([rows[2].id, rows[1].id]);
    expect(
      await listOperations(database, {
        order: 'asc',
        limit: 10,
        environment: 'prod',
        statuses: ['queued'],
        entityRef: 'component:default/app',
      }),
    ).toHaveLength(2);
    expect(
      await listOperations(database, {
        order: 'asc',
        limit: 10,
        release: rows[0].release,
      }),
    ).toHaveLength(1);
  });

  it('forgets operations after the retention, with their events', async () => {
    const { id } = await insertOperation(database, aNewOperation());
    await appendEvents(database, id, [{ at: 1, type: 'log', text: 'x' }]);
    await settle(database, { id, status: 'cancelled', outcome, phases: [] });
    await insertOperation(database, aNewOperation());
    time += 1_000;
    expect(
      await purgeOperations(database, { olderThanMs: 1_001, limit: 10 }),
    ).toBe(0);
    time += 1_000;
    expect(
      await purgeOperations(database, { olderThanMs: 1_001, limit: 10 }),
    ).toBe(1);
    expect(await knex('helm_operations').select('id')).toHaveLength(1);
    expect(await knex('helm_operation_events').select('seq')).toHaveLength(0);
  });
});
