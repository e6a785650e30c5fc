import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import { someWork } from '../database/__testUtils__/aNewOperation';
import { aPlan } from './__testUtils__/aPlan';
import { dana } from './__testUtils__/createReplica';
import { describeOperations } from './__testUtils__/describeOperations';
import type { Script } from './__testUtils__/ScriptedEngine';
import { ended } from './__testUtils__/until';

jest.setTimeout(60_000);

/** Takes the release away, as the first part of a reinstall does. */
const takeAway: Script = async run => {
  await run.engine.change(run, {});
  run.engine.cluster.releases.delete(
    stringifyReleaseRef(run.operation.release),
  );
  return run.engine.settled('succeeded', run.operation);
};

describeOperations('an operation of two parts', setup => {
  const reinstallOf = (release: Parameters<typeof stringifyReleaseRef>[0]) =>
    aPlan(
      { kind: 'reinstall', release, baseRevision: 1, toVersion: '1.0.0' },
      {
        baseRevision: 1,
        unlock: true,
        then: someWork({
          kind: 'install',
          baseRevision: 0,
          chart: {
            repository: 'p',
            name: 'web',
            version: '1.0.0',
            digest: 'd',
          },
        }),
      },
    );

  it('reinstalls: the install follows the uninstall under the same decisions', async () => {
    const release = await setup.installed();
    setup.replica.engine.script = run =>
      run.operation.kind === 'reinstall'
        ? takeAway(run)
        : run.engine.succeed(run);
    const { id } = await setup.replica.run(reinstallOf(release));
    const done = await ended(setup.replica, id);
    expect(done).toMatchObject({
      status: 'succeeded',
      outcome: { title: 'Reinstalled 1.0.0' },
    });
    const install = await setup.replica.service.get(done.followedBy!, dana);
    expect(install).toMatchObject({
      kind: 'install',
      status: 'succeeded',
      follows: id,
      requestedBy: 'user:default/dana',
      toVersion: '1.0.0',
    });
    const decisionsOf = async (operation: string) =>
      (await setup.knex('helm_operations').where({ id: operation }).first())
        .decisions;
    expect(await decisionsOf(install.id)).toEqual(await decisionsOf(id));
    // Its owner stays, and what succeeded before is of a former life.
    expect(await setup.replica.bindings.get(release)).toBeDefined();
    expect(
      (await setup.replica.successes.list(release)).map(
        ({ revision }) => revision,
      ),
    ).toEqual([1]);
  });

  it('says when it was uninstalled, but not installed again', async () => {
    const release = await setup.installed();
    setup.replica.engine.script = run =>
      run.operation.kind === 'reinstall' ? takeAway(run) : run.engine.fail(run);
    const { id } = await setup.replica.run(reinstallOf(release));
    expect(await ended(setup.replica, id)).toMatchObject({
      status: 'failed',
      outcome: {
        title: 'Reinstall 1.0.0 failed: uninstalled, but not installed again',
        holds: 'Revision 1 is failed.',
      },
    });
  });

  it('installs nothing when the uninstall failed', async () => {
    const release = await setup.installed();
    setup.replica.engine.script = run =>
      run.engine.settled('failed', run.operation);
    const { id } = await setup.replica.run(reinstallOf(release));
    const failed = await ended(setup.replica, id);
    expect(failed).toMatchObject({ status: 'failed' });
    expect(failed.followedBy).toBeUndefined();
  });
});
