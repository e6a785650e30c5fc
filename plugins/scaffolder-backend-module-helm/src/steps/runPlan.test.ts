import { InMemoryHelm } from '../__testUtils__/InMemoryHelm';
import { runAction, type Checkpoints } from '../__testUtils__/runAction';
import { createDeployAction } from '../actions/createDeployAction';
import { createWaitAction } from '../actions/createWaitAction';

const input = {
  entityRef: 'component:default/storefront',
  environment: 'dev',
  reason: 'why',
};

describe('a task that is run again', () => {
  it('follows the operation that it has queued', async () => {
    const helm = new InMemoryHelm();
    const action = createDeployAction(helm);
    const { checkpoints } = await runAction(action, input);
    const { outputs } = await runAction(action, input, { checkpoints });
    expect(helm.queued).toHaveLength(1);
    expect(helm.planned).toHaveLength(1);
    expect(outputs).toMatchObject({ operation: 'op-1', status: 'succeeded' });
  });

  it('finds the operation whose answer never came', async () => {
    const helm = new InMemoryHelm();
    helm.losesAnswer = true;
    const action = createDeployAction(helm);
    const { error, checkpoints } = await runAction(action, input);
    expect(error).toMatch('The portal was not reached.');
    const { outputs } = await runAction(action, input, { checkpoints });
    expect(helm.queued).toHaveLength(1);
    expect(outputs).toMatchObject({ operation: 'op-1' });
  });

  it('finds it also when no checkpoint was kept', async () => {
    const helm = new InMemoryHelm();
    const action = createDeployAction(helm);
    await runAction(action, input);
    const { outputs, log } = await runAction(action, input);
    expect(helm.queued).toHaveLength(1);
    expect(outputs).toMatchObject({ operation: 'op-1' });
    expect(log).toContain('! This step queued its operation already');
  });

  it('plans again when the plan of the earlier run is too old', async () => {
    const helm = new InMemoryHelm();
    const action = createDeployAction(helm);
    const cancelled = AbortSignal.abort();
    const first = await runAction(action, input, { signal: cancelled });
    expect(first.error).toBe(
      'This task was cancelled before anything was queued.',
    );
    helm.isPlanExpired = id => id === 'plan-1';
    const { checkpoints } = first;
    const { outputs, error } = await runAction(action, input, { checkpoints });
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({ operation: 'op-1' });
    expect(helm.queued).toMatchObject([{ planId: 'plan-2' }]);
  });

  it('does not plan for ever', async () => {
    const helm = new InMemoryHelm();
    helm.isPlanExpired = () => true;
    const checkpoints: Checkpoints = new Map();
    const action = createDeployAction(helm);
    for (const plans of [1, 2, 3]) {
      const { error } = await runAction(action, input, { checkpoints });
      expect(error).toBe('What was reviewed is too old. (PLAN_EXPIRED)');
      expect(helm.planned).toHaveLength(plans);
    }
  });
});

describe('a task that is cancelled', () => {
  async function cancelledWhileFollowing(helm: InMemoryHelm) {
    helm.ending = undefined;
    const controller = new AbortController();
    const running = runAction(createDeployAction(helm), input, {
      signal: controller.signal,
    });
    while (!helm.queued.length) {
      await new Promise(setImmediate);
    }
    controller.abort();
    return running;
  }

  it('cancels its operation and says what the cluster holds', async () => {
    const helm = new InMemoryHelm();
    const { error } = await cancelledWhileFollowing(helm);
    expect(helm.cancelled).toEqual(['op-1']);
    expect(error).toBe(
      'This task was cancelled; operation op-1 ended as cancelled. Revision 1 is there, not ready. https://portal/helm/operations/op-1',
    );
  });

  it('says when the operation can not be cancelled any more', async () => {
    const helm = new InMemoryHelm();
    helm.refusesCancel = true;
    const { error } = await cancelledWhileFollowing(helm);
    expect(error).toBe(
      'This task was cancelled; operation op-1 was not and goes on: A rollback runs to its end. https://portal/helm/operations/op-1',
    );
  });

  it('leaves an operation alone that it only waits for', async () => {
    const helm = new InMemoryHelm();
    helm.ending = undefined;
    await runAction(createDeployAction(helm), { ...input, wait: false });
    const { error } = await runAction(
      createWaitAction(helm),
      { operation: 'op-1' },
      { signal: AbortSignal.abort() },
    );
    expect(helm.cancelled).toEqual([]);
    expect(error).toBe(
      'This task was cancelled; operation op-1 was not, and goes on: https://portal/helm/operations/op-1',
    );
  });
});
