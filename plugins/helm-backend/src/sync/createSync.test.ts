import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended } from '../operations/__testUtils__/until';
import { aDeclaration } from './__testUtils__/aDeclaration';
import { createSyncWorld } from './__testUtils__/syncWorld';

jest.setTimeout(120_000);

describeOperations('automatic sync', setup => {
  it('brings a changed declaration about, once', async () => {
    const world = createSyncWorld(setup, setup.knex);
    const { replica } = world;
    const release = await setup.installed(replica);
    world.declared.push(
      aDeclaration(release, { revision: '4f1c2a7b9d0e4f1c' }),
    );
    await world.settle();
    const [operation] = await world.asked();
    expect(operation).toMatchObject({
      kind: 'upgrade',
      requestedBy: SYSTEM_CATALOG,
      reason: 'Declared at 4f1c2a7b: web 1.0.0 → 1.2.0',
    });
    expect((await ended(replica, operation.id)).status).toBe('succeeded');
    await world.settle();
    expect(await world.asked()).toHaveLength(1);
    expect(await world.row(release)).toMatchObject({
      appliedDigest: 'A',
      attempts: 0,
    });
  });

  it('records what people deploy as it is declared', async () => {
    const world = createSyncWorld(setup, setup.knex);
    const { replica } = world;
    const release = await setup.installed(replica);
    world.declared.push(aDeclaration(release));
    const { id } = await replica.run(
      aPlan({ kind: 'upgrade', release }, { declarationDigest: 'A' }),
    );
    await ended(replica, id);
    await world.settle();
    expect(await world.asked()).toEqual([]);
    expect(await world.row(release)).toMatchObject({ appliedDigest: 'A' });
  });
});
