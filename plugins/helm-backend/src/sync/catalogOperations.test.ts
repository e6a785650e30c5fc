import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { aDeclaration, TRUSTED } from './__testUtils__/aDeclaration';
import { automatic, createSyncWorld } from './__testUtils__/syncWorld';

jest.setTimeout(300_000);

const approvals = {
  required: 1,
  approvers: ['user:default/pia'],
  selfApproval: false,
  breakGlass: false,
  expirySeconds: 3600,
};

describeOperations('operations of the catalog', setup => {
  /** A release whose operation waits for approval. */
  async function waiting() {
    const world = createSyncWorld(setup, setup.knex, {
      environments: [automatic({}, { approvals })],
    });
    const release = await setup.installed();
    await setup.replica.worker.stop();
    world.declared.push(aDeclaration(release));
    await world.settle();
    const statuses = async () => (await world.asked()).map(one => one.status);
    expect(await statuses()).toEqual(['awaiting-approval']);
    return { ...world, release, statuses };
  }

  it('asks again for the same declaration once it is trusted again', async () => {
    const { declared, settle, statuses } = await waiting();
    declared[0].sources = [{ url: 'https://git.example.com/evil/x.yaml' }];
    await settle();
    expect(await statuses()).toEqual(['cancelled']);
    declared[0].sources = [{ url: TRUSTED }];
    await settle();
    expect(await statuses()).toEqual(['cancelled', 'awaiting-approval']);
  });

  it('asks again for the same declaration once it has no problems any more', async () => {
    const { declared, settle, statuses } = await waiting();
    declared[0].problems = [{ code: 'INPUT_INVALID', message: 'Broken' }];
    await settle();
    expect(await statuses()).toEqual(['cancelled']);
    declared[0].problems = [];
    await settle();
    expect(await statuses()).toEqual(['cancelled', 'awaiting-approval']);
  });

  it('tells that it stops when a person puts another one in its place', async () => {
    const { asked, news, release, replica, statuses } = await waiting();
    const [{ id }] = await asked();
    await replica.run(aPlan({ kind: 'upgrade', release }), { replaces: id });
    expect(await statuses()).toEqual(['superseded']);
    expect(news).toMatchObject([{ type: 'stopped', release, operationId: id }]);
  });

  it('takes no ended operation for an admitted one, and goes on from it', async () => {
    const { asked, replica, release, row, settle, statuses } = await waiting();
    const [{ id }] = await asked();
    const before = await row(release);
    await replica.byCatalog.withdraw(id, 'For this test');
    // As a process of before left it.
    await setup
      .knex('helm_sync')
      .update({ generation: before!.generation, operation_id: id });
    await expect(
      replica.byCatalog.admit(
        aPlan(
          { kind: 'upgrade', release, createdBy: 'system:catalog' },
          { declarationDigest: 'A' },
        ),
        { ...before!, wanted: 'A' },
        { reason: 'Again' },
      ),
    ).rejects.toMatchObject({ code: 'SUPERSEDED' });
    await settle();
    expect(await statuses()).toEqual(['cancelled', 'awaiting-approval']);
  });
});
