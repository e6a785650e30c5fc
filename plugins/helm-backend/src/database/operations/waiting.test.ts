import type { Knex } from 'knex';
import type { StoredApproval } from '../../approvals/StoredApproval';
import { createDatabase, inTransaction, type Database } from '../Database';
import { isUniqueViolation } from '../isUniqueViolation';
import { aNewOperation, someWork } from '../__testUtils__/aNewOperation';
import { dialects, openDatabases } from '../__testUtils__/openDatabases';
import { aPlan } from '../../operations/__testUtils__/aPlan';
import { awaitApproval } from './awaitApproval';
import { claimNext } from './claimNext';
import { getOperation } from './getOperation';
import { insertOperation, type NewOperation } from './insertOperation';
import { listApprovals } from './listApprovals';
import { listUnapproved } from './listUnapproved';
import { lockOperation } from './lockOperation';
import { newestApprovalAt } from './newestApprovalAt';
import { recordApproval } from './recordApproval';
import { renewLease } from './renewLease';
import { settle } from './settle';
import { updateApproval } from './updateApproval';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

const approval: StoredApproval = {
  required: 1,
  approvers: ['group:default/platform'],
  given: [],
  planDigest: 'digest-1',
  selfApproval: false,
  breakGlass: true,
  changedSince: [],
  askedAgain: 0,
};

describe.each(dialects)('operations that wait in %s', dialect => {
  let knex: Knex;
  let time: number;
  let database: Database;

  beforeAll(async () => {
    knex = await databases.create(dialect);
  });
  beforeEach(async () => {
    await knex('helm_operations').delete();
    await knex('helm_approvals').delete();
    time = 1_000_000;
    database = createDatabase(knex, () => time);
  });

  const waiting = (changes: Partial<NewOperation> = {}) =>
    insertOperation(
      database,
      aNewOperation({
        lane: 'change',
        approval,
        approveWithinMs: 5_000,
        ...changes,
      }),
    );
  const claim = (ticket: string) =>
    claimNext(database, {
      ticket,
      worker: 'w',
      leaseMs: 30_000,
      engines: ['scripted'],
      excludedEnvironments: [],
    });

  it('hold no place in the queue, and the place of their lane', async () => {
    const { id, release } = await waiting();
    expect(await getOperation(database, id)).toMatchObject({
      status: 'awaiting-approval',
      approveBy: time + 5_000,
    });
    expect(await claim('t0')).toBeUndefined();
    const rescue = await insertOperation(
      database,
      aNewOperation({ release, kind: 'rollback', isRescue: true }),
    );
    const unreviewed = await insertOperation(
      database,
      aNewOperation({ release }),
    );
    const refused = await waiting({ release }).catch(error => error);
    expect(isUniqueViolation(refused)).toBe(true);
    expect((await claim('t1'))?.id).toBe(rescue.id);
    await settle(database, {
      id: rescue.id,
      ticket: 't1',
      status: 'succeeded',
      outcome: { code: 'DONE', title: 'Done', holds: '' },
      phases: [],
    });
    expect((await claim('t2'))?.id).toBe(unreviewed.id);
  });

  it('are queued once, when they have what they wait for', async () => {
    const { id } = await waiting();
    time += 1_000;
    const approved = { id, approval: { ...approval, askedAgain: 1 } };
    expect(await updateApproval(database, approved)).toMatchObject({
      status: 'awaiting-approval',
      approval: { askedAgain: 1 },
    });
    expect(await claim('t0')).toBeUndefined();
    const queued = await updateApproval(database, {
      ...approved,
      queueForMs: 60_000,
    });
    expect(queued).toMatchObject({ status: 'queued', availableAt: time });
    expect(await updateApproval(database, approved)).toBeUndefined();
    expect(await claim('t1')).toMatchObject({ id, startBy: time + 60_000 });
  });

  it('are found when nobody approved them in time', async () => {
    const late = await waiting();
    const young = await waiting({ approveWithinMs: 60_000 });
    expect(await listUnapproved(database, 10)).toEqual([]);
    time += 5_000;
    expect((await listUnapproved(database, 10)).map(({ id }) => id)).toEqual([
      late.id,
    ]);
    time += 60_000;
    expect(await listUnapproved(database, 1)).toHaveLength(1);
    expect((await listUnapproved(database, 10)).map(({ id }) => id)).toContain(
      young.id,
    );
  });

  it('can be put back from running, and the worker writes nothing more', async () => {
    const { id } = await insertOperation(
      database,
      aNewOperation({ lane: 'change' }),
    );
    await claim('t1');
    const record = aPlan({ kind: 'upgrade' }, someWork());
    const again = { id, record, approval, approveWithinMs: 1_000 };
    expect(
      await awaitApproval(database, { ...again, ticket: 'other' }),
    ).toBeUndefined();
    expect(
      await awaitApproval(database, { ...again, ticket: 't1' }),
    ).toMatchObject({ status: 'awaiting-approval', planId: record.plan.id });
    expect(
      await renewLease(database, { id, ticket: 't1', leaseMs: 1 }),
    ).toBeUndefined();
    expect(await claim('t2')).toBeUndefined();
  });

  it('give their place to the one that supersedes them, in one transaction', async () => {
    const { id, release } = await waiting();
    const next = await inTransaction(database, async tx => {
      await settle(tx, {
        id,
        status: 'superseded',
        outcome: { code: 'SUPERSEDED', title: 'Superseded', holds: '' },
        phases: [],
        supersededBy: 'next',
      });
      return insertOperation(
        tx,
        aNewOperation({ id: 'next', release, lane: 'change' }),
      );
    });
    expect(await getOperation(database, id)).toMatchObject({
      status: 'superseded',
      supersededBy: 'next',
      finishedAt: time,
    });
    expect((await claim('t1'))?.id).toBe(next.id);
  });

  it('have each approver once for each plan, and a broken glass kept', async () => {
    const { id } = await waiting();
    const one = {
      operationId: id,
      planId: 'plan-1',
      planDigest: 'digest',
      by: 'user:default/omar',
      isBreakGlass: false,
    };
    await recordApproval(database, one);
    time += 10;
    await recordApproval(database, one);
    await recordApproval(database, { ...one, planId: 'plan-2' });
    expect(await listApprovals(database, one)).toMatchObject([
      { by: one.by, isBreakGlass: false },
    ]);
    time += 10;
    await recordApproval(database, {
      ...one,
      isBreakGlass: true,
      reason: 'outage',
    });
    expect(await listApprovals(database, one)).toMatchObject([
      { by: one.by, isBreakGlass: true, reason: 'outage' },
    ]);
    expect(await newestApprovalAt(database, id)).toBe(time);
    expect(await newestApprovalAt(database, 'none')).toBeUndefined();
  });

  it('are locked while somebody decides about them', async () => {
    const { id } = await waiting();
    const order: string[] = [];
    let release = () => {};
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    const first = inTransaction(database, async tx => {
      expect((await lockOperation(tx, id))?.id).toBe(id);
      await held;
      order.push('first');
    });
    const second = inTransaction(database, async tx => {
      await lockOperation(tx, id);
      order.push('second');
    });
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
    expect(
      await inTransaction(database, tx => lockOperation(tx, 'none')),
    ).toBeUndefined();
  });
});
