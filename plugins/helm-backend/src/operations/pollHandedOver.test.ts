import { HandingOverEngine } from '../engines/__testUtils__/HandingOverEngine';
import { aPlan } from './__testUtils__/aPlan';
import { dana, DYING_TIMES } from './__testUtils__/createReplica';
import { describeOperations, gate } from './__testUtils__/describeOperations';
import { ended, until } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('an engine that hands over', setup => {
  async function handedOver() {
    const engine = new HandingOverEngine({ now: () => Date.now() });
    const here = setup.another({
      engines: [engine],
      config: { concurrency: 1 },
    });
    const there = setup.elsewhere({ engines: [engine] });
    here.worker.start();
    const { id } = await here.run(aPlan({ engine: 'handing-over' }));
    await until(
      async () => (await here.service.get(id, dana)).status === 'handed-over',
    );
    return { engine, here, there, id };
  }

  it('holds no slot, and is polled to its end by any replica', async () => {
    const { engine, here, there, id } = await handedOver();
    const besides = await here.run(aPlan());
    expect(await ended(here, besides.id)).toMatchObject({
      status: 'succeeded',
    });
    await here.worker.stop();
    const before = engine.polls;
    there.worker.start();
    await until(() => engine.polls > before + 1);
    engine.finish(id);
    expect(await ended(there, id)).toMatchObject({
      status: 'succeeded',
      revisionAfter: 1,
      phases: expect.arrayContaining([
        expect.objectContaining({ name: 'preflight', status: 'passed' }),
      ]),
    });
  });

  it('is cancelled by its engine, if that lets go', async () => {
    const { engine, here, id } = await handedOver();
    engine.canStop = false;
    await expect(here.service.cancel(id, dana)).rejects.toMatchObject({
      code: 'NOT_CANCELLABLE',
      message: expect.stringContaining('does not let go'),
    });
    engine.canStop = true;
    expect(await here.service.cancel(id, dana)).toMatchObject({
      status: 'cancelled',
    });
  });

  it('is found again when the worker dies between asking and handing over', async () => {
    const engine = new HandingOverEngine({ now: () => Date.now() });
    const [asked, never] = [gate(), gate()];
    const start = engine.start.bind(engine);
    const dead = setup.elsewhere({
      engines: [engine],
      times: DYING_TIMES,
    });
    engine.start = async (...args) => {
      const result = await start(...args);
      asked.open();
      await never.passed;
      return result;
    };
    dead.worker.start();
    const { id } = await dead.run(aPlan({ engine: 'handing-over' }));
    await asked.passed;
    await dead.worker.stop();
    const survivor = setup.another({ engines: [engine] });
    survivor.worker.start();
    await until(() => engine.polls > 0);
    engine.finish(id);
    expect(await ended(survivor, id)).toMatchObject({ status: 'succeeded' });
    expect(engine.requests.size).toBe(1);
    never.open();
  });

  it('ends interrupted when the engine does not finish in time', async () => {
    const { here, id } = await handedOver();
    await until(async () =>
      setup
        .knex('helm_operations')
        .where({ id, status: 'handed-over' })
        .update({ deadline: 1 }),
    );
    // The engine names the deadline anew at each poll; the row's own counts.
    expect(await ended(here, id)).toMatchObject({
      status: 'interrupted',
      outcome: { code: 'WAIT_TIMEOUT' },
    });
  });
});
