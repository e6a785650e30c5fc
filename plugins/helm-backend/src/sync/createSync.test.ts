import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { aPlan, aRelease } from '../operations/__testUtils__/aPlan';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended } from '../operations/__testUtils__/until';
import { aDeclaration } from './__testUtils__/aDeclaration';
import { automatic, createSyncWorld } from './__testUtils__/syncWorld';

jest.setTimeout(300_000);

const approvals = {
  required: 1,
  approvers: ['user:default/pia'],
  selfApproval: false,
  breakGlass: false,
  expirySeconds: 3600,
};

describeOperations('automatic sync', setup => {
  /** A world with a release of the portal's, declared as A and not applied. */
  async function following(
    options: Parameters<typeof createSyncWorld>[2] = {},
  ) {
    const world = createSyncWorld(setup, setup.knex, options);
    const release = await setup.installed();
    await setup.replica.worker.stop();
    world.replica.worker.start();
    world.declared.push(
      aDeclaration(release, { revision: '4f1c2a7b9d0e4f1c' }),
    );
    return { ...world, release };
  }

  /** The newest operation that the catalog asked for, once it has ended. */
  async function newest(world: Awaited<ReturnType<typeof following>>) {
    await world.settle();
    const { id } = (await world.asked()).at(-1)!;
    const operation = await ended(world.replica, id);
    await world.settle();
    return operation;
  }

  function declare(
    { declared, release }: Awaited<ReturnType<typeof following>>,
    digest: string,
  ) {
    declared.splice(0, declared.length, aDeclaration(release, { digest }));
  }

  it('brings a changed declaration about, once', async () => {
    const world = await following();
    expect(await newest(world)).toMatchObject({
      kind: 'upgrade',
      status: 'succeeded',
      requestedBy: SYSTEM_CATALOG,
      reason: 'Declared at 4f1c2a7b: web 1.0.0 → 1.2.0',
    });
    expect(await world.asked()).toHaveLength(1);
    expect(await world.row(world.release)).toMatchObject({
      appliedDigest: 'A',
      attempts: 0,
    });
  });

  it('deploys again what was deployed before something else was', async () => {
    const world = await following();
    await newest(world);
    declare(world, 'B');
    await newest(world);
    declare(world, 'A');
    await newest(world);
    expect(await world.asked()).toHaveLength(3);
    expect(await world.row(world.release)).toMatchObject({
      appliedDigest: 'A',
    });
  });

  it('asks once, however many replicas decide at once', async () => {
    const world = await following();
    const other = createSyncWorld(setup, setup.knex, {
      declared: world.declared,
      from: world.replica,
    });
    await world.sync.round();
    await Promise.all([
      world.sync.round(),
      other.sync.round(),
      world.sync.round(),
      other.sync.round(),
    ]);
    expect(await world.asked()).toHaveLength(1);
    expect(await newest(world)).toMatchObject({ status: 'succeeded' });
    expect(await world.asked()).toHaveLength(1);
  });

  it('records what people deploy as it is declared', async () => {
    const world = await following();
    const { id } = await world.replica.run(
      aPlan(
        { kind: 'upgrade', release: world.release },
        { declarationDigest: 'A' },
      ),
    );
    await ended(world.replica, id);
    await world.settle();
    expect(await world.asked()).toEqual([]);
  });

  it('leaves an override alone, and goes on when it is cleared', async () => {
    const world = await following();
    const { replica, release } = world;
    const override = { patch: { a: 1 }, baseDigest: 'A' };
    const { id } = await replica.run(
      aPlan({ kind: 'upgrade', release }, { declarationDigest: 'A', override }),
    );
    await ended(replica, id);
    await world.settle();
    expect(await world.asked()).toEqual([]);
    const cleared = await replica.run(
      aPlan(
        { kind: 'upgrade', release },
        { declarationDigest: 'A', clearOverride: true },
      ),
    );
    await ended(replica, cleared.id);
    declare(world, 'B');
    expect(await newest(world)).toMatchObject({ status: 'succeeded' });
  });

  it('pauses by a rollback in the transaction that ends it', async () => {
    const world = await following();
    await newest(world);
    const { replica, release } = world;
    const { id } = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }, { toRevision: 1 }),
      { reason: 'It lost orders' },
    );
    await ended(replica, id);
    declare(world, 'B');
    await world.settle();
    expect(await world.asked()).toHaveLength(1);
    const row = await world.row(release);
    expect(row).toMatchObject({
      pause: {
        cause: 'rollback',
        by: 'user:default/dana',
        reason: 'It lost orders',
        operationId: id,
      },
    });
    expect(row?.appliedDigest).toBeUndefined();
    expect(world.news.map(({ type }) => type)).toEqual(['paused']);
  });

  it('withdraws what waits when a person goes back', async () => {
    const world = await following({
      environments: [automatic({}, { approvals })],
    });
    await world.settle();
    const [waiting] = await world.asked();
    expect(waiting.status).toBe('awaiting-approval');
    const { replica, release } = world;
    const { id } = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }, { toRevision: 1 }),
    );
    await ended(replica, id);
    await world.settle();
    expect(await world.asked()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('puts the newest declaration in the place of what waits for approval', async () => {
    const world = await following({
      environments: [automatic({}, { approvals })],
    });
    await world.settle();
    declare(world, 'B');
    await world.settle();
    expect(await world.asked()).toMatchObject([
      { status: 'superseded' },
      { status: 'awaiting-approval' },
    ]);
    await world.settle();
    expect(await world.asked()).toHaveLength(2);
  });

  it('gives up after so many attempts, and takes a mended declaration', async () => {
    const world = await following({
      environments: [automatic({ attempts: 2 })],
    });
    const { engine } = world.replica;
    engine.script = run => engine.fail(run);
    await newest(world);
    const [, last] = await (async () => {
      await newest(world);
      return world.asked();
    })();
    await ended(world.replica, last.id);
    await world.settle();
    expect(await world.asked()).toHaveLength(2);
    const row = await world.row(world.release);
    expect(row).toMatchObject({ attempts: 2, failure: 'upgrade failed' });
    expect(row?.stoppedAt).toBeDefined();
    expect(world.news).toMatchObject([{ type: 'stopped' }]);
    engine.script = run => engine.succeed(run);
    declare(world, 'B');
    expect(await newest(world)).toMatchObject({ status: 'succeeded' });
    expect(await world.row(world.release)).toMatchObject({
      appliedDigest: 'B',
      attempts: 0,
    });
  });

  it('stops when an approver says no', async () => {
    const world = await following({
      environments: [automatic({}, { approvals })],
    });
    await world.settle();
    const [{ id }] = await world.asked();
    await setup.knex('helm_operations').where({ id }).update({ approve_by: 1 });
    await world.replica.expireApprovals();
    await world.settle();
    expect(await world.asked()).toHaveLength(1);
    expect((await world.row(world.release))?.stoppedAt).toBeDefined();
  });

  it('holds all of them when more would change at once than may', async () => {
    const world = createSyncWorld(setup, setup.knex, {
      environments: [automatic({ maxChanges: 1, install: true })],
    });
    const releases = [aRelease(), aRelease()];
    world.declared.push(...releases.map(release => aDeclaration(release)));
    await world.settle();
    expect(await world.asked()).toEqual([]);
    expect(world.news).toMatchObject([{ type: 'held', environment: 'dev' }]);
    world.declared.pop();
    await world.settle();
    expect(await world.asked()).toHaveLength(1);
  });

  it('waits for what has to come first', async () => {
    const world = await following({
      environments: [automatic({ install: true })],
    });
    const second = aRelease();
    world.declared.push(
      aDeclaration(second, {
        dependsOn: [
          {
            name: 'first',
            field: 'spec.dependsOn[0]',
            release: world.release,
          },
        ],
      }),
    );
    await world.settle();
    expect(await world.asked(second)).toEqual([]);
    const [first] = await world.asked();
    await ended(world.replica, first.id);
    await world.settle();
    expect(await world.asked(second)).toHaveLength(1);
  });

  it('is not moved by a place that nobody trusts', async () => {
    const world = await following();
    world.declared[0].sources = [
      { url: 'https://git.example.com/evil/shop/catalog-info.yaml' },
    ];
    await world.settle();
    expect(await world.asked()).toEqual([]);
  });

  describe('when the entity is gone', () => {
    async function abandoned(onDelete: 'keep' | 'uninstall') {
      const world = await following({
        environments: [automatic({ onDelete })],
      });
      await newest(world);
      world.declared.splice(
        0,
        1,
        aDeclaration(aRelease(), { entityRef: 'component:default/other' }),
      );
      await world.settle();
      return world;
    }

    const long = 11 * 60_000;

    it('keeps the release', async () => {
      const world = await abandoned('keep');
      await setup.knex('helm_sync').update({ wanted_since: Date.now() - long });
      await world.settle();
      expect(await world.asked()).toHaveLength(1);
    });

    it('uninstalls by policy, once the deletion has stood for a while', async () => {
      const world = await abandoned('uninstall');
      expect(await world.asked()).toHaveLength(1);
      await setup.knex('helm_sync').update({ wanted_since: Date.now() - long });
      const other = world.declared.splice(0, 1);
      await world.settle();
      // A catalog that is empty as a whole has not been read.
      expect(await world.asked()).toHaveLength(1);
      world.declared.push(...other);
      await world.settle();
      expect((await world.asked())[1]).toMatchObject({ kind: 'uninstall' });
    });
  });

  it('plans again what somebody overtook', async () => {
    const world = await following();
    const { engine } = world.replica;
    let isFirst = true;
    engine.script = async run => {
      if (isFirst) {
        isFirst = false;
        const { HelmError } = jest.requireActual(
          '@backstage-helm/plugin-helm-common',
        );
        throw new HelmError({ code: 'BASE_CHANGED', message: 'Changed' });
      }
      return engine.succeed(run);
    };
    expect(await newest(world)).toMatchObject({ status: 'succeeded' });
    expect(await world.asked()).toHaveLength(1);
  });
});
