import type { Operation } from '@backstage-helm/plugin-helm-common';
import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { dialects, openDatabases } from '../database/testing/openDatabases';
import { aPlan, aRelease } from './testing/aPlan';
import { createReplica, dana, type Replica } from './testing/createReplica';
import type { Script } from './testing/ScriptedEngine';
import { ended, until } from './testing/until';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

/** A promise that the test settles. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, passed };
}

describe.each(dialects)('operations on %s', dialect => {
  let knex: Knex;
  let replica: Replica;
  const replicas: Replica[] = [];

  function another(options: Parameters<typeof createReplica>[1] = {}): Replica {
    const created = createReplica(knex, options);
    replicas.push(created);
    return created;
  }

  beforeAll(async () => {
    knex = await databases.create(dialect);
  });
  beforeEach(() => {
    replica = another();
  });
  afterEach(async () => {
    await Promise.all(replicas.map(({ worker }) => worker.stop()));
    replicas.length = 0;
    for (const table of [
      'helm_operations',
      'helm_operation_events',
      'helm_bindings',
      'helm_overrides',
      'helm_successes',
      'helm_audit',
    ]) {
      await knex(table).delete();
    }
  });

  async function installed(release = aRelease()) {
    const { id } = await replica.run(aPlan({ release }));
    expect(await ended(replica, id)).toMatchObject({ status: 'succeeded' });
    return release;
  }

  function upgradeOf(
    release = aRelease(),
    work: Parameters<typeof aPlan>[1] = {},
    plan: Parameters<typeof aPlan>[0] = {},
  ) {
    return aPlan({ kind: 'upgrade', release, ...plan }, work);
  }

  it('carries an install out, and records who owns the release', async () => {
    const seen: Operation['phases'] = [];
    replica.engine.script = async run => {
      run.reporter.phase('preflight', 'passed', '3 objects');
      run.reporter.phase('apply', 'running');
      run.reporter.log('first\nsecond');
      seen.push(...(await replica.service.get(run.operation.id, dana)).phases);
      return run.engine.succeed(run);
    };
    replica.worker.start();
    const record = aPlan();
    const admitted = await replica.run(record, { reason: 'new service' });
    expect(admitted).toMatchObject({
      status: 'queued',
      kind: 'install',
      requestedBy: 'user:default/dana',
      reason: 'new service',
      durable: true,
    });
    const operation = await ended(replica, admitted.id);
    expect(operation).toMatchObject({
      status: 'succeeded',
      revisionBefore: 0,
      revisionAfter: 1,
      outcome: { code: 'DONE', holds: 'Revision 1 is deployed.' },
    });
    expect(operation.phases).toEqual([
      expect.objectContaining({
        name: 'preflight',
        status: 'passed',
        summary: '3 objects',
      }),
      expect.objectContaining({ name: 'fetch', status: 'skipped' }),
      expect.objectContaining({ name: 'hooks', status: 'skipped' }),
      expect.objectContaining({ name: 'apply', status: 'passed' }),
      expect.objectContaining({ name: 'wait', status: 'skipped' }),
      expect.objectContaining({ name: 'settle', status: 'skipped' }),
    ]);
    const events = await knex('helm_operation_events')
      .where('operation_id', admitted.id)
      .orderBy('seq');
    expect(events.map(event => event.body)).toEqual([
      'Queued by user:default/dana: new service',
      'Started',
      '3 objects',
      'apply started',
      'first',
      'second',
      'install succeeded',
    ]);
    expect(await replica.bindings.get(record.plan.release)).toMatchObject({
      entityRef: 'component:default/storefront',
      by: 'user:default/dana',
    });
    expect(
      (await replica.audit.list({ limit: 10 })).map(
        ({ action, outcome }) => `${action} ${outcome}`,
      ),
    ).toEqual([
      'operation.settled done',
      'operation.started allowed',
      'operation.requested allowed',
    ]);
    expect(await replica.successes.list(record.plan.release)).toMatchObject([
      { revision: 1, operationId: admitted.id },
    ]);
    expect(await replica.lastFor(record.plan.release)).toMatchObject({
      id: admitted.id,
    });
    expect(await replica.activeFor(record.plan.release)).toBeUndefined();
  });

  it('35. gives ten parallel posts of one key the same one operation', async () => {
    const record = aPlan();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        replica.run(record, { idempotencyKey: 'one-key' }),
      ),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    answers.forEach(answer => expect(answer).toEqual(answers[0]));
    expect(await knex('helm_operations').select('id')).toHaveLength(1);
    expect(
      (await replica.audit.list({ limit: 50 })).filter(
        ({ action }) => action === 'operation.requested',
      ),
    ).toHaveLength(1);
    await expect(
      replica.run(record, { idempotencyKey: 'one-key', reason: 'other' }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 422 });
  });

  it('admits one change of a release at a time, and rescues beside it', async () => {
    const release = aRelease();
    replica.worker.start();
    await installed(release);
    await replica.worker.stop();
    const first = await replica.run(upgradeOf(release));
    await expect(replica.run(upgradeOf(release))).rejects.toMatchObject({
      code: 'RELEASE_BUSY',
      status: 409,
      details: { operation: first.id },
    });
    const rescue = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }),
    );
    expect(await replica.activeFor(release)).toMatchObject({ id: rescue.id });
    replica.worker.start();
    await ended(replica, first.id);
    expect(replica.engine.cluster.changes.map(({ id }) => id).slice(1)).toEqual(
      [rescue.id, first.id],
    );
  });

  it('16. ends denied, without starting, when the right was taken away since', async () => {
    const { id } = await replica.run(aPlan());
    replica.authorizer.denied.add('helm.release.deploy');
    replica.worker.start();
    const operation = await ended(replica, id);
    expect(operation).toMatchObject({
      status: 'denied',
      outcome: { code: 'AUTHORIZATION_LOST' },
    });
    expect(replica.engine.started).toEqual([]);
    // Nothing came of the install: the release is nobody's again.
    expect(await replica.bindings.get(operation.release)).toBeUndefined();
    expect((await replica.audit.list({ limit: 3 }))[0]).toMatchObject({
      action: 'binding.given-back',
    });
  });

  it('refuses what the caller may not do, and writes that down', async () => {
    const record = aPlan();
    replica.authorizer.denied.add('helm.release.deploy');
    await expect(replica.run(record)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      status: 403,
    });
    replica.authorizer.denied.clear();
    replica.authorizer.denied.add('helm.release.override');
    const overriding = aPlan(
      {},
      { override: { patch: { replicas: 2 }, baseDigest: 'd' } },
    );
    await expect(replica.run(overriding)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(await knex('helm_operations').select('id')).toEqual([]);
    expect(await replica.bindings.get(record.plan.release)).toBeUndefined();
    expect(await replica.audit.list({ limit: 10 })).toMatchObject([
      { outcome: 'denied', detail: { code: 'NOT_ALLOWED' } },
      { outcome: 'denied', actor: 'user:default/dana' },
    ]);
  });

  it('19. answers alike for a plan that is unreadable and one that is not there', async () => {
    const hidden = aPlan();
    replica.authorizer.denied.add('helm.release.deploy');
    replica.authorizer.denied.add('helm.release.read');
    const unreadable = await replica.run(hidden).catch(error => error);
    const absent = await replica.service
      .create({ plan: 'none', reason: 'x', idempotencyKey: 'k' }, dana)
      .catch(error => error);
    expect(unreadable.toProblem()).toEqual(absent.toProblem());
    expect([unreadable.status, absent.status]).toEqual([404, 404]);
  });

  it('refuses plans that may not be run, each with its code', async () => {
    const refusals = [
      {
        code: 'PLAN_EXPIRED',
        record: aPlan({ expiresAt: new Date(0).toISOString() }),
      },
      {
        code: 'PLAN_BLOCKED',
        record: aPlan({
          blockedBy: [{ code: 'OBJECT_NOT_ALLOWED', message: 'Not there.' }],
        }),
      },
      { code: 'REASON_REQUIRED', record: aPlan(), reason: '  ' },
      {
        code: 'ENVIRONMENT_READ_ONLY',
        record: aPlan({ environment: 'elsewhere' }),
      },
      { code: 'ADOPTION_NEEDED', record: upgradeOf() },
      { code: 'ACTION_NOT_POSSIBLE', record: aPlan({ engine: 'flux' }) },
    ];
    for (const { code, record, reason = 'because' } of refusals) {
      await expect(replica.run(record, { reason })).rejects.toMatchObject({
        code,
      });
    }
    expect(await knex('helm_operations').select('id')).toEqual([]);
    expect(await knex('helm_bindings').select('release_key')).toEqual([]);
  });

  it('keeps another entity from a release, also when both ask at once', async () => {
    const release = aRelease();
    const mine = aPlan({ release });
    const theirs = aPlan({ release, entityRef: 'component:default/ledger' });
    const answers = await Promise.allSettled([
      replica.run(mine),
      replica.run(theirs),
    ]);
    const refused = answers.filter(answer => answer.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { code: 'BINDING_CONFLICT' } });
    expect(await knex('helm_operations').select('id')).toHaveLength(1);
  });

  it('lets services do what the configuration lists, and nothing else', async () => {
    const ci = another({
      config: {
        automation: [
          { subject: 'external:ci', environments: ['dev'], kinds: ['install'] },
        ],
      },
    });
    const credentials = {
      $$type: '@backstage/BackstageCredentials' as const,
      principal: { type: 'service', subject: 'external:ci' },
    };
    const allowed = aPlan();
    const denied = aPlan({ environment: 'prod' });
    await ci.plans.put(allowed);
    await ci.plans.put(denied);
    const request = { reason: 'pipeline', idempotencyKey: 'run-1' };
    await ci.service.create({ plan: allowed.plan.id, ...request }, credentials);
    await expect(
      ci.service.create(
        { plan: denied.plan.id, ...request, idempotencyKey: 'run-2' },
        credentials,
      ),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED', field: 'helm.automation' });
  });

  describe('cancelling', () => {
    it('takes a waiting one out of the queue', async () => {
      const { id, release } = await replica.run(aPlan());
      expect(await replica.service.cancel(id, dana)).toMatchObject({
        status: 'cancelled',
      });
      expect(await replica.bindings.get(release)).toBeUndefined();
      await expect(replica.service.cancel(id, dana)).rejects.toMatchObject({
        code: 'NOT_CANCELLABLE',
      });
    });

    it('signals a running upgrade, from any replica', async () => {
      const release = aRelease();
      replica.worker.start();
      await installed(release);
      const started = gate();
      replica.engine.script = async run => {
        await run.engine.change(run, { status: 'failed' });
        started.open();
        await new Promise(resolve => {
          run.signal.addEventListener('abort', resolve);
        });
        return run.engine.settled('cancelled', run.operation);
      };
      const { id } = await replica.run(upgradeOf(release));
      await started.passed;
      const elsewhere = another({ plans: replica.plans });
      expect(await elsewhere.service.cancel(id, dana)).toMatchObject({
        cancelRequestedBy: 'user:default/dana',
      });
      expect(await ended(replica, id)).toMatchObject({ status: 'cancelled' });
    });

    it('never signals a rollback', async () => {
      const release = aRelease();
      replica.worker.start();
      await installed(release);
      const [started, finish] = [gate(), gate()];
      replica.engine.script = async run => {
        started.open();
        await finish.passed;
        expect(run.signal.aborted).toBe(false);
        return run.engine.succeed(run);
      };
      const { id } = await replica.run(aPlan({ kind: 'rollback', release }));
      await started.passed;
      await expect(replica.service.cancel(id, dana)).rejects.toMatchObject({
        code: 'NOT_CANCELLABLE',
      });
      expect((await replica.service.get(id, dana)).actions?.[0]).toMatchObject({
        action: 'cancel',
        allowed: false,
        reason: expect.stringContaining('never interrupted'),
      });
      finish.open();
      expect(await ended(replica, id)).toMatchObject({ status: 'succeeded' });
    });
  });

  describe('overrides', () => {
    const override = {
      version: '2.0.0',
      patch: { replicas: 2 },
      baseDigest: 'd',
    };

    it('become active when their operation succeeds, and end as declared', async () => {
      const release = aRelease();
      replica.worker.start();
      await installed(release);
      const { id } = await replica.run(upgradeOf(release, { override }));
      await ended(replica, id);
      expect(await replica.overrides.active(release)).toMatchObject({
        ...override,
        by: 'user:default/dana',
        reason: 'because',
      });
      const back = await replica.run(
        upgradeOf(release, { clearOverride: true }),
      );
      await ended(replica, back.id);
      expect(await replica.overrides.active(release)).toBeUndefined();
      expect(await knex('helm_overrides').select('id')).toHaveLength(1);
    });

    it('do not come from an upgrade that was put back', async () => {
      const release = aRelease();
      replica.worker.start();
      await installed(release);
      replica.engine.script = failUpgrades;
      const { id } = await replica.run(
        upgradeOf(release, { override, rollbackOnFailure: true }),
      );
      await ended(replica, id);
      expect(await replica.overrides.active(release)).toBeUndefined();
    });
  });

  const failUpgrades: Script = run =>
    run.operation.kind === 'upgrade'
      ? run.engine.fail(run)
      : run.engine.succeed(run);

  describe('rolling back on failure', () => {
    it('is an operation of its own, and changes how the failed one reads', async () => {
      const release = aRelease();
      replica.worker.start();
      await installed(release);
      replica.engine.script = failUpgrades;
      const { id } = await replica.run(
        upgradeOf(release, { rollbackOnFailure: true }, { toVersion: '2.0.0' }),
      );
      const operation = await ended(replica, id);
      expect(operation).toMatchObject({
        status: 'rolled-back',
        revisionAfter: 2,
        outcome: {
          code: 'HELM_FAILED',
          title: 'Upgrade to 2.0.0 failed, put back to 1.0.0',
          holds: 'Revision 3 is deployed.',
        },
      });
      const rollback = await replica.service.get(operation.followedBy!, dana);
      expect(rollback).toMatchObject({
        kind: 'rollback',
        status: 'succeeded',
        follows: id,
        toRevision: 1,
        requestedBy: 'user:default/dana',
        reason: `Automatic rollback of operation ${id}`,
      });
      expect(replica.engine.started.at(-1)).toMatchObject({
        kind: 'rollback',
        expectedRevision: 3,
        work: { toRevision: 1, baseRevision: 2, rollbackOnFailure: false },
      });
      expect(await replica.lastFor(release)).toMatchObject({ id });
      expect(
        (await replica.successes.list(release)).map(({ revision }) => revision),
      ).toEqual([3, 1]);
    });

    it('is never chained, and says so when it fails too', async () => {
      const release = aRelease();
      replica.worker.start();
      await installed(release);
      replica.engine.script = run => run.engine.fail(run);
      const { id } = await replica.run(
        upgradeOf(release, { rollbackOnFailure: true }),
      );
      const operation = await ended(replica, id);
      expect(operation).toMatchObject({
        status: 'failed',
        outcome: {
          holds: 'Revision 3 is failed.',
          next: expect.stringContaining('did not succeed either'),
        },
      });
      const rollback = await replica.service.get(operation.followedBy!, dana);
      expect(rollback.followedBy).toBeUndefined();
      expect(replica.engine.started).toHaveLength(3);
    });

    it('leaves a first install, an unchanged release and an unknown good one alone', async () => {
      replica.worker.start();
      replica.engine.script = run => run.engine.fail(run);
      const first = await replica.run(aPlan({}, { rollbackOnFailure: true }));
      expect(await ended(replica, first.id)).toMatchObject({
        status: 'failed',
        followedBy: undefined,
      });
      // Its revision never became ready: there is nothing to go back to.
      const second = await replica.run(
        upgradeOf(first.release, { rollbackOnFailure: true }),
      );
      expect(await ended(replica, second.id)).toMatchObject({
        status: 'failed',
        followedBy: undefined,
      });
      replica.engine.script = run =>
        run.engine.settled('failed', run.operation, false);
      const third = await replica.run(
        upgradeOf(first.release, { rollbackOnFailure: true }),
      );
      expect(await ended(replica, third.id)).toMatchObject({
        status: 'failed',
        followedBy: undefined,
      });
    });

    it('goes to the newest good revision whose Secret is still there', async () => {
      const gone = new Set([2]);
      const careful = another({
        hasRevision: async (_, revision) => !gone.has(revision),
      });
      careful.worker.start();
      replica = careful;
      const release = await installed();
      const second = await careful.run(upgradeOf(release));
      await ended(careful, second.id);
      careful.engine.script = failUpgrades;
      const { id } = await careful.run(
        upgradeOf(release, { rollbackOnFailure: true }),
      );
      const { followedBy } = await ended(careful, id);
      expect(await careful.service.get(followedBy!, dana)).toMatchObject({
        toRevision: 1,
      });
    });
  });

  it('forgets who owns a release once it is uninstalled', async () => {
    replica.worker.start();
    const release = await installed();
    replica.engine.script = async run => {
      await run.reporter.intent({});
      run.engine.cluster.releases.delete(
        stringifyReleaseRef(run.operation.release),
      );
      return run.engine.settled('succeeded', run.operation);
    };
    const { id } = await replica.run(aPlan({ kind: 'uninstall', release }));
    await ended(replica, id);
    expect(await replica.bindings.get(release)).toBeUndefined();
    expect(await replica.successes.list(release)).toEqual([]);
  });

  describe('retrying', () => {
    it('is a new operation on a fresh plan, linked to the old one, once', async () => {
      const retrying = another({
        replan: async operation => aPlan({ release: operation.release }),
      });
      retrying.worker.start();
      retrying.engine.script = async () => {
        throw new Error('unreachable');
      };
      retrying.engine.script = run =>
        run.engine.settled('failed', run.operation, false);
      const failed = await retrying.run(aPlan());
      expect(await ended(retrying, failed.id)).toMatchObject({
        status: 'failed',
        actions: [
          { action: 'cancel', allowed: false },
          { action: 'retry', allowed: true },
        ],
      });
      retrying.engine.script = run => run.engine.succeed(run);
      const again = await retrying.service.retry(failed.id, {}, dana);
      expect(again).toMatchObject({ retryOf: failed.id, reason: 'because' });
      expect(again.planId).not.toBe(failed.planId);
      expect(await ended(retrying, again.id)).toMatchObject({
        status: 'succeeded',
      });
      expect((await retrying.service.retry(failed.id, {}, dana)).id).toBe(
        again.id,
      );
      await expect(
        retrying.service.retry(again.id, {}, dana),
      ).rejects.toMatchObject({ code: 'ACTION_NOT_POSSIBLE' });
    });
  });

  it('tries again what could not start, with longer pauses, then gives up', async () => {
    replica.engine.script = async () => {
      throw new Error('no answer');
    };
    replica.worker.start();
    const { id } = await replica.run(aPlan());
    for (let attempt = 2; attempt <= 6; attempt += 1) {
      const waiting = await until(async () => {
        const [row] = await knex('helm_operations').where({
          id,
          status: 'queued',
          attempt,
        });
        return row;
      });
      const pause = 5_000 * 2 ** (attempt - 2);
      const left = Number(waiting.available_at) - Date.now();
      expect(left).toBeGreaterThan(pause - 3_000);
      expect(left).toBeLessThanOrEqual(pause + 1_000);
      await knex('helm_operations').where({ id }).update({ available_at: 0 });
    }
    expect(await ended(replica, id)).toMatchObject({
      status: 'dead',
      attempt: 6,
      outcome: { why: 'no answer' },
    });
    expect(replica.engine.started).toHaveLength(6);
  });

  it('never shows a secret that an engine tells', async () => {
    const careful = another({
      redactText: text => text.replaceAll('hunter2', '••••'),
    });
    careful.engine.script = async run => {
      run.reporter.log('password=hunter2');
      run.reporter.phase('apply', 'failed', 'with hunter2');
      const settled = await run.engine.settled('failed', run.operation, false);
      return {
        ...settled,
        outcome: {
          ...settled.outcome,
          why: 'hunter2 was wrong',
          evidence: [{ source: 'pod hunter2', lines: ['hunter2'] }],
        },
      };
    };
    careful.worker.start();
    const { id } = await careful.run(aPlan(), { reason: 'try hunter2' });
    await ended(careful, id);
    for (const table of [
      'helm_operations',
      'helm_operation_events',
      'helm_audit',
    ]) {
      expect(JSON.stringify(await knex(table))).not.toContain('hunter2');
    }
  });

  it('lists what the caller may read, page by page', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const { id, release } = await replica.run(aPlan());
      if (index % 2) {
        replica.authorizer.denied.add(
          `helm.operation.read@${stringifyReleaseRef(release)}`,
        );
      } else {
        ids.unshift(id);
      }
    }
    const first = await replica.service.list({ order: 'desc', limit: 2 }, dana);
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await replica.service.list(
      { order: 'desc', limit: 2, after: Number(first.nextCursor) },
      dana,
    );
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(second.nextCursor).toBeUndefined();
  });
});
