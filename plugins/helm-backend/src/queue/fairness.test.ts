import { createDatabase } from '../database/Database';
import { insertOperation } from '../database/operations/insertOperation';
import { aNewOperation } from '../database/__testUtils__/aNewOperation';
import { aPlan, aRelease } from '../operations/__testUtils__/aPlan';
import { OPERATIONS_TIMES } from '../operations';
import {
  describeOperations,
  gate,
} from '../operations/__testUtils__/describeOperations';
import { ended, until } from '../operations/__testUtils__/until';

jest.setTimeout(60_000);

/** The pace of a portal, not of a test. */
const REAL_TIMES = {
  pollMs: OPERATIONS_TIMES.pollMs,
  sweepMs: OPERATIONS_TIMES.sweepMs,
};

describeOperations('fairness', setup => {
  it('28. starts one of another environment within 2 s behind 200 of one', async () => {
    const finish = gate();
    const replica = setup.another({ times: REAL_TIMES });
    replica.engine.script = async run => {
      if (run.operation.environment === 'dev') {
        await finish.passed;
      }
      return run.engine.succeed(run);
    };
    for (let index = 0; index < 200; index += 1) {
      await insertOperation(createDatabase(setup.knex), aNewOperation());
    }
    replica.worker.start();
    await until(() => replica.engine.started.length === 3);
    // Admitted elsewhere: this replica is not told, and finds it by itself.
    const elsewhere = setup.elsewhere();
    const { id } = await elsewhere.run(
      aPlan({ environment: 'prod', release: aRelease('lone') }),
    );
    const admittedAt = Date.now();
    await until(() =>
      replica.engine.started.some(operation => operation.id === id),
    );
    expect(Date.now() - admittedAt).toBeLessThan(2_000);
    expect(await ended(replica, id)).toMatchObject({ status: 'succeeded' });
    // Of the burst no more than its share ever ran beside it.
    expect(replica.engine.started).toHaveLength(4);
    finish.open();
    await setup.knex('helm_operations').where({ status: 'queued' }).delete();
    await until(async () => {
      const held = await setup.knex('helm_operations').where({
        status: 'running',
      });
      return !held.length;
    });
  });

  it('runs a rescue though every slot is taken, also in the environment of the burst', async () => {
    const finish = gate();
    const replica = setup.another({ config: { concurrency: 2 } });
    const release = await setup.installed(replica);
    replica.engine.script = async run => {
      if (run.operation.kind === 'install') {
        await finish.passed;
      }
      return run.engine.succeed(run);
    };
    await replica.run(aPlan());
    await replica.run(aPlan({ environment: 'prod' }));
    await until(() => replica.engine.started.length === 3);
    const change = await replica.run(aPlan({ kind: 'upgrade', release }));
    const rescue = await replica.run(aPlan({ kind: 'rollback', release }));
    expect(await ended(replica, rescue.id)).toMatchObject({
      status: 'succeeded',
    });
    expect(replica.engine.started.some(({ id }) => id === change.id)).toBe(
      false,
    );
    finish.open();
    expect(await ended(replica, change.id)).toMatchObject({
      status: 'succeeded',
    });
  });
});
