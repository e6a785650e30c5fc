import type { Script } from './__testUtils__/ScriptedEngine';
import { aPlan, aRelease } from './__testUtils__/aPlan';
import { dana } from './__testUtils__/createReplica';
import { describeOperations } from './__testUtils__/describeOperations';
import { ended } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('rolling back on failure', setup => {
  const failUpgrades: Script = run =>
    run.operation.kind === 'upgrade'
      ? run.engine.fail(run)
      : run.engine.succeed(run);

  function upgradeOf(
    release = aRelease(),
    work: Parameters<typeof aPlan>[1] = {},
    plan: Parameters<typeof aPlan>[0] = {},
  ) {
    return aPlan({ kind: 'upgrade', release, ...plan }, work);
  }

  it('is an operation of its own, and changes how the failed one reads', async () => {
    const release = await setup.installed();
    setup.replica.engine.script = failUpgrades;
    const { id } = await setup.replica.run(
      upgradeOf(release, { rollbackOnFailure: true }, { toVersion: '2.0.0' }),
    );
    const operation = await ended(setup.replica, id);
    expect(operation).toMatchObject({
      status: 'rolled-back',
      revisionAfter: 2,
      outcome: {
        code: 'HELM_FAILED',
        title: 'Upgrade to 2.0.0 failed, put back to 1.0.0',
        holds: 'Revision 3 is deployed.',
      },
    });
    const rollback = await setup.replica.service.get(
      operation.followedBy!,
      dana,
    );
    expect(rollback).toMatchObject({
      kind: 'rollback',
      status: 'succeeded',
      follows: id,
      toRevision: 1,
      requestedBy: 'user:default/dana',
      reason: 'Automatic rollback: upgrade to 2.0.0 failed',
    });
    expect(setup.replica.engine.started.at(-1)).toMatchObject({
      kind: 'rollback',
      expectedRevision: 3,
      work: { toRevision: 1, baseRevision: 2, rollbackOnFailure: false },
    });
    expect(await setup.replica.lastFor(release)).toMatchObject({ id });
    expect(
      (await setup.replica.successes.list(release)).map(
        ({ revision }) => revision,
      ),
    ).toEqual([3, 1]);
  });

  it('is never chained, and says so when it fails too', async () => {
    const release = await setup.installed();
    setup.replica.engine.script = run => run.engine.fail(run);
    const { id } = await setup.replica.run(
      upgradeOf(release, { rollbackOnFailure: true }),
    );
    const operation = await ended(setup.replica, id);
    expect(operation).toMatchObject({
      status: 'failed',
      outcome: {
        holds: 'Revision 3 is failed.',
        next: expect.stringContaining('did not succeed either'),
      },
    });
    const rollback = await setup.replica.service.get(
      operation.followedBy!,
      dana,
    );
    expect(rollback.followedBy).toBeUndefined();
    expect(setup.replica.engine.started).toHaveLength(3);
  });

  it('leaves a first install, an unchanged release and an unknown good one alone', async () => {
    setup.replica.worker.start();
    setup.replica.engine.script = run => run.engine.fail(run);
    const first = await setup.replica.run(
      aPlan({}, { rollbackOnFailure: true }),
    );
    expect(await ended(setup.replica, first.id)).toMatchObject({
      status: 'failed',
      followedBy: undefined,
    });
    // Its revision never became ready: there is nothing to go back to.
    const second = await setup.replica.run(
      upgradeOf(first.release, { rollbackOnFailure: true }),
    );
    expect(await ended(setup.replica, second.id)).toMatchObject({
      status: 'failed',
      followedBy: undefined,
    });
    setup.replica.engine.script = run =>
      run.engine.settled('failed', run.operation, false);
    const third = await setup.replica.run(
      upgradeOf(first.release, { rollbackOnFailure: true }),
    );
    expect(await ended(setup.replica, third.id)).toMatchObject({
      status: 'failed',
      followedBy: undefined,
    });
  });

  it('leaves changed stateful objects to a person, and says so', async () => {
    const careful = setup.another({
      statefulChanges: async () => ['StatefulSet db'],
    });
    const release = await setup.installed(careful);
    careful.engine.script = failUpgrades;
    const { id } = await careful.run(
      upgradeOf(release, { rollbackOnFailure: true }),
    );
    expect(await ended(careful, id)).toMatchObject({
      status: 'failed',
      followedBy: undefined,
      outcome: {
        next: expect.stringMatching(/StatefulSet db.*revision 1 by hand/),
      },
    });
  });

  it('goes to the newest good revision whose Secret is still there', async () => {
    const gone = new Set([2]);
    const careful = setup.another({
      hasRevision: async (_, revision) => !gone.has(revision),
    });
    const release = await setup.installed(careful);
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

  describe('overrides', () => {
    const override = {
      version: '2.0.0',
      patch: { replicas: 2 },
      baseDigest: 'd',
    };

    it('become active when their operation succeeds, and end as declared', async () => {
      const release = await setup.installed();
      const { id } = await setup.replica.run(upgradeOf(release, { override }));
      await ended(setup.replica, id);
      expect(await setup.replica.overrides.active(release)).toMatchObject({
        ...override,
        by: 'user:default/dana',
        reason: 'because',
      });
      const back = await setup.replica.run(
        upgradeOf(release, { clearOverride: true }),
      );
      await ended(setup.replica, back.id);
      expect(await setup.replica.overrides.active(release)).toBeUndefined();
      expect(await setup.knex('helm_overrides').select('id')).toHaveLength(1);
    });

    it('do not come from an upgrade that was put back', async () => {
      const release = await setup.installed();
      setup.replica.engine.script = failUpgrades;
      const { id } = await setup.replica.run(
        upgradeOf(release, { override, rollbackOnFailure: true }),
      );
      await ended(setup.replica, id);
      expect(await setup.replica.overrides.active(release)).toBeUndefined();
    });
  });
});
