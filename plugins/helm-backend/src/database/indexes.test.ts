import type { Knex } from 'knex';
import { createAuditLog } from '../audit/AuditLog';
import { createBindingStore } from '../bindings/createBindingStore';
import { createOverrideStore } from '../bindings/createOverrideStore';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { createSuccessStore } from '../operations/SuccessStore';
import { createPlanStore } from '../plans/createPlanStore';
import { createPurge } from '../retention/createPurge';
import { createDatabase, inTransaction } from './Database';
import { fillTables, ROWS } from './__testUtils__/fillTables';
import { dialects, openDatabases } from './__testUtils__/openDatabases';
import { readPlans, recordQueries } from './__testUtils__/readPlans';
import { appendEvents } from './operations/appendEvents';
import { claimExpired } from './operations/claimExpired';
import { claimHandedOver } from './operations/claimHandedOver';
import { claimNext } from './operations/claimNext';
import { countPending } from './operations/countPending';
import { countRecent } from './operations/countRecent';
import { findByIdempotencyKey } from './operations/findByIdempotencyKey';
import { findMakers } from './operations/findMakers';
import { findActive, findLast } from './operations/findOfRelease';
import { getOperation } from './operations/getOperation';
import { getRun } from './operations/getRun';
import { listApprovals } from './operations/listApprovals';
import { listEvents } from './operations/listEvents';
import { listOperations } from './operations/listOperations';
import { listUnapproved } from './operations/listUnapproved';
import { newestApprovalAt } from './operations/newestApprovalAt';
import { renewLease } from './operations/renewLease';
import { requestCancel } from './operations/requestCancel';
import { requeue } from './operations/requeue';
import { setLease } from './operations/setLease';
import { settle } from './operations/settle';
import { settleFollowed } from './operations/settleFollowed';

jest.setTimeout(120_000);

const databases = openDatabases();
afterAll(() => databases.close());

const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'app-17' };
const id = 'op-17';
const ticket = 'ticket-17';
const outcome = { code: 'DONE', title: 'Done', holds: '' };

/** Everything that the plugin asks of its growing tables, once. */
async function askAll(knex: Knex): Promise<void> {
  const database = createDatabase(knex);
  const claim = {
    ticket: 't',
    worker: 'w',
    leaseMs: 1,
    engines: ['scripted'],
  };
  await claimNext(database, { ...claim, excludedEnvironments: ['dev'] });
  await claimNext(database, {
    ...claim,
    excludedEnvironments: [],
    onlyRescues: true,
  });
  await claimExpired(database, { ...claim, ownTickets: ['x'] });
  await claimHandedOver(database, claim);
  await claimHandedOver(database, { ...claim, id });
  await renewLease(database, { id, ticket, leaseMs: 1 });
  await setLease(database, { id, ticket, milliseconds: 1 });
  await requestCancel(database, { id, by: 'x' });
  await requeue(database, { id, ticket, delayMs: 1 });
  await settle(database, {
    id,
    status: 'cancelled',
    outcome,
    phases: [],
  });
  await settleFollowed(database, { id, status: 'rolled-back', outcome });
  await inTransaction(database, tx =>
    appendEvents(tx, id, [{ at: 1, type: 'log', text: 'x' }]),
  );

  for (const filter of [
    { release },
    { entityRef: 'component:default/app-17' },
    { environment: 'prod' },
    { statuses: ['awaiting-approval' as const] },
    { environment: 'prod', statuses: ['queued' as const, 'running' as const] },
  ]) {
    await listOperations(database, { ...filter, order: 'desc', limit: 20 });
    await listOperations(database, {
      ...filter,
      order: 'asc',
      limit: 20,
      after: 5,
    });
  }
  await getOperation(database, id);
  await getRun(database, id);
  await findActive(database, release, 'change');
  await findLast(database, release);
  await findByIdempotencyKey(database, {
    requestedBy: 'user:default/dana',
    idempotencyKey: 'k-17',
  });
  await findMakers(database, [
    { release, revision: 3, operationId: id },
    { release, revision: 4 },
  ]);
  await countPending(database);
  await countRecent(
    createDatabase(knex, () => ROWS),
    {
      sinceMs: 10,
      last: 10,
      limit: 100,
    },
  );
  await listUnapproved(database, 10);
  await listApprovals(database, { operationId: id, planId: 'p' });
  await newestApprovalAt(database, id);
  await listEvents(database, { id, after: 2, limit: 500 });

  const audit = createAuditLog(database);
  for (const filter of [
    { release },
    { environment: 'dev' },
    { actor: 'user:default/dana' },
    { operationId: id },
    { from: 5, until: 90 },
  ]) {
    await audit.list({ ...filter, limit: 20, after: 500 });
  }

  const bindings = createBindingStore(database);
  await bindings.get(release);
  await bindings.ofEntity('component:default/app-17');
  const overrides = createOverrideStore(database);
  await overrides.active(release);
  await createSuccessStore(database).list(release);
  const plans = createPlanStore({ knex, now: () => 50, keptDays: 1 });
  await plans.put(aPlan({ id: 'new-plan' }));
  await plans.get('new-plan');
  await plans.purge();
  await createPurge({
    database: createDatabase(knex, () => 50),
    retention: {
      operationsDays: 1,
      logDays: 1,
      plansDays: 1,
      eventsPerOperation: 1,
      auditDays: 40,
    },
  })();
}

describe.each(dialects)('in %s', dialect => {
  it('a query without an index would be seen', async () => {
    const knex = await databases.create(dialect);
    await fillTables(knex);
    const queries = recordQueries(knex);
    await knex('helm_operations').where('reason', 'x');
    await knex('helm_operations').where('id', 'x');
    expect(await readPlans(knex, queries.stop())).toMatchObject([
      { scans: [expect.stringContaining('helm_operations')] },
      { scans: [] },
    ]);
  });

  it(`an index serves every query over ${ROWS} rows`, async () => {
    const knex = await databases.create(dialect);
    await fillTables(knex);
    const queries = recordQueries(knex);
    await askAll(knex);
    const plans = await readPlans(knex, queries.stop());
    expect(plans.length).toBeGreaterThan(40);
    expect(plans.filter(({ scans }) => scans.length)).toEqual([]);
  });
});
