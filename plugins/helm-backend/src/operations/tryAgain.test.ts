import type { Operation } from '@backstage-helm/plugin-helm-common';
import { aPlan } from './__testUtils__/aPlan';
import { dana, type Replica } from './__testUtils__/createReplica';
import { describeOperations } from './__testUtils__/describeOperations';
import { ended, until } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('trying again', setup => {
  /** Lets the pauses pass that the queue would wait for; tells what they were. */
  async function skipPauses(id: string): Promise<number[]> {
    const pauses: number[] = [];
    for (let attempt = 2; attempt <= 6; attempt += 1) {
      const waiting = await until(() =>
        setup
          .knex('helm_operations')
          .where({ id, status: 'queued', attempt })
          .first(),
      );
      const left = Number(waiting.available_at) - Date.now();
      pauses.push(Math.ceil(left / 5_000) * 5);
      await setup
        .knex('helm_operations')
        .where({ id })
        .update({ available_at: 0 });
    }
    return pauses;
  }

  const starts = (replica: Replica) => replica.engine.started.length;

  it('37. waits longer each time, then gives up for good, with the reason', async () => {
    const replica = setup.another({
      replan: async ({ release }) => aPlan({ release }),
    });
    replica.engine.script = async () => {
      throw new Error('no answer');
    };
    replica.worker.start();
    const { id, planId } = await replica.run(aPlan());
    expect(await skipPauses(id)).toEqual([5, 10, 20, 40, 80]);
    expect(await ended(replica, id)).toMatchObject({
      status: 'dead',
      attempt: 6,
      outcome: { why: 'no answer', holds: expect.stringContaining('Nothing') },
    });
    expect(starts(replica)).toBe(6);
    expect(replica.engine.cluster.changes).toEqual([]);
    const actions = await setup
      .knex('helm_audit')
      .where({ operation_id: id })
      .orderBy('position')
      .pluck('action');
    expect(actions.filter(name => name === 'operation.requeued')).toHaveLength(
      5,
    );

    // It stays dead: only a person makes a new one of it.
    const other = await replica.run(aPlan());
    await until(() => starts(replica) === 7);
    expect((await replica.service.get(id, dana)).status).toBe('dead');
    await replica.service.cancel(other.id, dana);

    replica.authorizer.denied.add('helm.release.deploy');
    await expect(replica.service.retry(id, {}, dana)).rejects.toMatchObject({
      status: 403,
    });
    replica.authorizer.denied.clear();
    replica.engine.script = run => run.engine.succeed(run);
    const again: Operation = await replica.service.retry(id, {}, dana);
    expect(again).toMatchObject({ retryOf: id, attempt: 1 });
    expect(again.id).not.toBe(id);
    expect(again.planId).not.toBe(planId);
    expect(await ended(replica, again.id)).toMatchObject({
      status: 'succeeded',
    });
    expect((await replica.service.get(id, dana)).status).toBe('dead');
  });

  it.each([
    ['RELEASE_BUSY', 'Someone else changed this release at the same moment.'],
    [
      'RELEASE_LOCKED',
      'The release says that another operation is in progress.',
    ],
  ])(
    '29. tries again when somebody outside was quicker (%s), and says so in the end',
    async (code, why) => {
      const { replica } = setup;
      replica.engine.script = async run => {
        await run.reporter.intent({ pid: 1, startTime: '1' });
        const settled = await run.engine.settled(
          'failed',
          run.operation,
          false,
        );
        return { ...settled, outcome: { ...settled.outcome, code, why } };
      };
      replica.worker.start();
      const { id } = await replica.run(aPlan());
      expect(await skipPauses(id)).toEqual([5, 10, 20, 40, 80]);
      expect(await ended(replica, id)).toMatchObject({
        status: 'dead',
        outcome: { code, why },
      });
      const warnings = await setup
        .knex('helm_operation_events')
        .where({ operation_id: id, type: 'warning' })
        .pluck('body');
      expect(warnings[0]).toBe(
        `Nothing was changed: ${why} Trying again in 5 s.`,
      );
    },
  );

  it('29. succeeds once the outside one is gone', async () => {
    const { replica } = setup;
    let attempts = 0;
    replica.engine.script = async run => {
      attempts += 1;
      if (attempts === 2) {
        return run.engine.succeed(run);
      }
      const settled = await run.engine.settled('failed', run.operation, false);
      return {
        ...settled,
        outcome: { ...settled.outcome, code: 'RELEASE_LOCKED' },
      };
    };
    replica.worker.start();
    const { id } = await replica.run(aPlan());
    await until(() =>
      setup
        .knex('helm_operations')
        .where({ id, status: 'queued', attempt: 2 })
        .update({ available_at: 0 }),
    );
    expect(await ended(replica, id)).toMatchObject({
      status: 'succeeded',
      attempt: 2,
    });
  });

  it.each(['CLUSTER_FORBIDDEN', 'CLUSTER_CREDENTIALS_REFUSED', 'HELM_FAILED'])(
    '22. does not repeat what the cluster refuses (%s)',
    async code => {
      const { replica } = setup;
      replica.engine.script = async run => {
        const settled = await run.engine.settled(
          'failed',
          run.operation,
          false,
        );
        return { ...settled, outcome: { ...settled.outcome, code } };
      };
      replica.worker.start();
      const { id } = await replica.run(aPlan());
      expect(await ended(replica, id)).toMatchObject({
        status: 'failed',
        attempt: 1,
        outcome: { code },
      });
      expect(starts(replica)).toBe(1);
    },
  );
});
