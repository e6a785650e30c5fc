import { InMemoryHelm } from '../__testUtils__/InMemoryHelm';
import { runAction } from '../__testUtils__/runAction';
import { createDeployAction } from './createDeployAction';
import { createWaitAction } from './createWaitAction';

async function queued(helm: InMemoryHelm) {
  await runAction(createDeployAction(helm), {
    entityRef: 'storefront',
    environment: 'dev',
    reason: 'why',
    wait: false,
  });
}

describe('helm:release:wait', () => {
  it('ends with the operation', async () => {
    const helm = new InMemoryHelm();
    helm.ending = { status: 'succeeded', revisionAfter: 4 };
    await queued(helm);
    const { outputs, error } = await runAction(createWaitAction(helm), {
      operation: 'op-1',
    });
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({ status: 'succeeded', revision: 4 });
  });

  it('fails with the operation', async () => {
    const helm = new InMemoryHelm();
    helm.ending = { status: 'cancelled' };
    await queued(helm);
    const { error } = await runAction(createWaitAction(helm), {
      operation: 'op-1',
    });
    expect(error).toMatch('It ended as cancelled.');
  });

  it('says that there is no such operation', async () => {
    const { error } = await runAction(createWaitAction(new InMemoryHelm()), {
      operation: 'op-9',
    });
    expect(error).toBe('There is no operation op-9. (NOT_FOUND)');
  });

  it('has nothing to wait for in a dry run', async () => {
    const { outputs, error } = await runAction(
      createWaitAction(new InMemoryHelm()),
      { operation: 'dry-run' },
      { isDryRun: true },
    );
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ operation: 'dry-run', status: 'planned' });
  });
});
