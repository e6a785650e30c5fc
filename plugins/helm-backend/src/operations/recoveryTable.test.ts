import { operationKinds } from '@backstage-helm/plugin-helm-common';
import { aPlan } from './__testUtils__/aPlan';
import { describeOperations, gate } from './__testUtils__/describeOperations';
import {
  ScriptedCluster,
  ScriptedEngine,
  type Script,
} from './__testUtils__/ScriptedEngine';
import { ended, until } from './__testUtils__/until';

jest.setTimeout(120_000);

/** Where its process dies, and how often it is begun. */
const deaths: [name: string, die: Death, attempts: number][] = [
  ['after its claim', async (_, stop) => stop(), 2],
  [
    'after its intent',
    async (run, stop) => {
      await run.reporter.intent({ pid: 42, startTime: '7' });
      await stop();
    },
    2,
  ],
  [
    'while Helm runs',
    async (run, stop) => {
      await run.engine.change(run, { status: 'pending-upgrade' });
      await stop();
    },
    1,
  ],
  [
    'when Helm is done and nothing is recorded',
    async (run, stop) => {
      await run.engine.change(run, {});
      await stop();
    },
    1,
  ],
];
type Death = (
  run: Parameters<Script>[0],
  stop: () => Promise<void>,
) => Promise<void>;

const kinds = [...operationKinds.keys()].filter(kind => kind !== 'adopt');

describeOperations('23. an operation whose worker dies', setup => {
  /** What the engine finds: Helm ends what it began, and begins nothing anew. */
  function findsOut(engine: ScriptedEngine): ScriptedEngine['recovery'] {
    let looks = 0;
    return async operation => {
      if (!engine.cluster.changes.some(({ id }) => id === operation.id)) {
        return { type: 'never-started' };
      }
      looks += 1;
      return looks > 1 ? engine.settled('succeeded', operation) : undefined;
    };
  }

  const cases = kinds.flatMap(kind =>
    deaths.map(([name, die, attempts]) => ({ kind, name, die, attempts })),
  );

  it.each(cases)(
    '$kind, $name: is done once',
    async ({ kind, die, attempts }) => {
      const cluster = new ScriptedCluster();
      const dying = setup.elsewhere({
        engine: new ScriptedEngine(cluster),
        // It does not look after what it lost itself.
        times: { drainMs: 0, sweepMs: 60_000 },
      });
      const survivor = setup.another({ engine: new ScriptedEngine(cluster) });
      survivor.engine.recovery = findsOut(survivor.engine);
      const release =
        kind === 'install' ? undefined : await setup.installed(dying);
      const [reached, never] = [gate(), gate()];
      dying.engine.script = async run => {
        await die(run, async () => {
          reached.open();
          await never.passed;
        });
        throw new Error('killed');
      };
      dying.worker.start();
      const { id } = await dying.run(
        aPlan({ kind, ...(release && { release }) }),
      );
      await reached.passed;
      // Killed: it hands nothing back and writes nothing any more.
      await setup
        .knex('helm_operations')
        .where({ id })
        .update({ ticket: 'of a dead process', lease_expires_at: 0 });
      await dying.worker.stop();

      survivor.worker.start();
      if (attempts === 2) {
        await until(() =>
          setup
            .knex('helm_operations')
            .where({ id, status: 'queued', attempt: 2 })
            .update({ available_at: 0 }),
        );
      }
      expect(await ended(survivor, id)).toMatchObject({
        status: 'succeeded',
        attempt: attempts,
      });
      expect(cluster.changes.filter(change => change.id === id)).toHaveLength(
        1,
      );
      never.open();
    },
  );

  it.each(kinds)('%s, while it is recorded: is done once', async kind => {
    const cluster = new ScriptedCluster();
    let failures = 1;
    const replica = setup.another({
      engine: new ScriptedEngine(cluster),
      redactText: text => {
        if (text === `${kind} succeeded` && failures > 0) {
          failures -= 1;
          throw new Error('cut off');
        }
        return text;
      },
    });
    const release =
      kind === 'install' ? undefined : await setup.installed(replica);
    failures = 1;
    replica.engine.recovery = findsOut(replica.engine);
    replica.worker.start();
    const { id } = await replica.run(
      aPlan({ kind, ...(release && { release }) }),
    );
    expect(await ended(replica, id)).toMatchObject({
      status: 'succeeded',
      attempt: 1,
    });
    expect(failures).toBe(0);
    expect(cluster.changes.filter(change => change.id === id)).toHaveLength(1);
  });
});
