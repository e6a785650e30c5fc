import { aRelease } from '../operations/__testUtils__/aPlan';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { aDeclaration } from './__testUtils__/aDeclaration';
import { createSyncWorld } from './__testUtils__/syncWorld';

jest.setTimeout(300_000);

describeOperations('what automatic sync looks at', setup => {
  async function following() {
    const world = createSyncWorld(setup, setup.knex);
    const release = await setup.installed();
    await setup.replica.worker.stop();
    return { ...world, release };
  }
  const stranger = { entityRef: 'component:default/stranger' };

  it('follows nobody while another one declares it too, and the owner after that', async () => {
    const { declared, release, settle, asked } = await following();
    declared.push(
      aDeclaration(release, stranger),
      aDeclaration(release, { digest: 'B' }),
    );
    await settle();
    expect(await asked()).toEqual([]);
    declared.shift();
    await settle();
    expect(await asked()).toMatchObject([{ status: 'queued' }]);
  });

  it('follows nobody where the owner declares it twice, or only another one does', async () => {
    const { declared, release, settle, asked } = await following();
    declared.push(aDeclaration(release), aDeclaration(release));
    await settle();
    declared.splice(0, 2, aDeclaration(release, stranger));
    await settle();
    expect(await asked()).toEqual([]);
  });

  it('waits for what is declared, and not for what a name does not mean', async () => {
    const { declared, release, settle, asked } = await following();
    const field = 'spec.dependsOn[0]';
    const unknown = { name: 'absent', field };
    const other = { name: 'other', release: aRelease(), field };
    declared.push(aDeclaration(release, { dependsOn: [unknown, other] }));
    await settle();
    expect(await asked()).toEqual([]);
    declared[0].dependsOn = [unknown];
    await settle();
    expect(await asked()).toHaveLength(1);
  });
});
