import {
  stringifyReleaseRef,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import { aPlan } from './__testUtils__/aPlan';
import { dana } from './__testUtils__/createReplica';
import { describeOperations } from './__testUtils__/describeOperations';
import { ended, until } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('running', setup => {
  it('carries an install out, and records who owns the release', async () => {
    const seen: Operation['phases'] = [];
    setup.replica.engine.script = async run => {
      run.reporter.phase('preflight', 'passed', '3 objects');
      run.reporter.phase('apply', 'running');
      run.reporter.log('first\nsecond');
      seen.push(
        ...(await setup.replica.service.get(run.operation.id, dana)).phases,
      );
      return run.engine.succeed(run);
    };
    setup.replica.worker.start();
    const record = aPlan();
    const admitted = await setup.replica.run(record, { reason: 'new service' });
    expect(admitted).toMatchObject({
      status: 'queued',
      kind: 'install',
      requestedBy: 'user:default/dana',
      reason: 'new service',
      durable: true,
    });
    const operation = await ended(setup.replica, admitted.id);
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
    const events = await setup
      .knex('helm_operation_events')
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
    expect(await setup.replica.bindings.get(record.plan.release)).toMatchObject(
      {
        entityRef: 'component:default/storefront',
        by: 'user:default/dana',
      },
    );
    expect(
      (await setup.replica.audit.list({ limit: 10 })).map(
        ({ action, outcome }) => `${action} ${outcome}`,
      ),
    ).toEqual([
      'operation.settled done',
      'operation.started allowed',
      'operation.requested allowed',
      'binding.claimed done',
    ]);
    expect(
      await setup.replica.successes.list(record.plan.release),
    ).toMatchObject([{ revision: 1, operationId: admitted.id }]);
    expect(await setup.replica.lastFor(record.plan.release)).toMatchObject({
      id: admitted.id,
    });
    expect(await setup.replica.activeFor(record.plan.release)).toBeUndefined();
  });

  it('16. ends denied, without starting, when the right was taken away since', async () => {
    const { id } = await setup.replica.run(aPlan());
    setup.replica.authorizer.denied.add('helm.release.deploy');
    setup.replica.worker.start();
    const operation = await ended(setup.replica, id);
    expect(operation).toMatchObject({
      status: 'denied',
      outcome: { code: 'AUTHORIZATION_LOST' },
    });
    expect(setup.replica.engine.started).toEqual([]);
    // Nothing came of the install: the release is nobody's again.
    expect(await setup.replica.bindings.get(operation.release)).toBeUndefined();
    expect((await setup.replica.audit.list({ limit: 3 }))[0]).toMatchObject({
      action: 'binding.given-back',
    });
  });

  it('forgets who owns a release once it is uninstalled', async () => {
    const release = await setup.installed();
    setup.replica.engine.script = async run => {
      await run.reporter.intent({});
      run.engine.cluster.releases.delete(
        stringifyReleaseRef(run.operation.release),
      );
      return run.engine.settled('succeeded', run.operation);
    };
    const { id } = await setup.replica.run(
      aPlan({ kind: 'uninstall', release }),
    );
    await ended(setup.replica, id);
    expect(await setup.replica.bindings.get(release)).toBeUndefined();
    expect(await setup.replica.successes.list(release)).toEqual([]);
  });

  it('tries again what could not start, with longer pauses, then gives up', async () => {
    setup.replica.engine.script = async () => {
      throw new Error('no answer');
    };
    setup.replica.worker.start();
    const { id } = await setup.replica.run(aPlan());
    for (let attempt = 2; attempt <= 6; attempt += 1) {
      const waiting = await until(async () => {
        const [row] = await setup.knex('helm_operations').where({
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
      await setup
        .knex('helm_operations')
        .where({ id })
        .update({ available_at: 0 });
    }
    expect(await ended(setup.replica, id)).toMatchObject({
      status: 'dead',
      attempt: 6,
      outcome: { why: 'no answer' },
    });
    expect(setup.replica.engine.started).toHaveLength(6);
  });

  it('never shows a secret that an engine tells', async () => {
    const careful = setup.another({
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
      expect(JSON.stringify(await setup.knex(table))).not.toContain('hunter2');
    }
  });
});
