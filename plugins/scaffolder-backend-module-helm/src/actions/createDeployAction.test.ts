import { InMemoryHelm, revision } from '../__testUtils__/InMemoryHelm';
import { runAction } from '../__testUtils__/runAction';
import { createDeployAction } from './createDeployAction';

const input = {
  entityRef: 'storefront',
  environment: 'dev',
  reason: 'First deploy',
};

describe('helm:release:deploy', () => {
  it('installs what is declared and follows it in the task log', async () => {
    const helm = new InMemoryHelm();
    helm.ending = { status: 'succeeded', revisionAfter: 1 };
    const { outputs, log, error } = await runAction(
      createDeployAction(helm),
      input,
    );
    expect(error).toBeUndefined();
    expect(outputs).toEqual({
      operation: 'op-1',
      status: 'succeeded',
      revision: 1,
      operationUrl: 'https://portal/helm/operations/op-1',
    });
    expect(helm.planned).toEqual([
      {
        release: {
          cluster: 'nonprod',
          namespace: 'shop-dev',
          name: 'storefront',
        },
        kind: 'install',
      },
    ]);
    expect(helm.queued).toMatchObject([{ reason: 'First deploy' }]);
    expect(log).toEqual([
      'Install: shop-dev/storefront in dev to 1.3.0',
      'Objects: 1 added, 2 changed, 0 removed, 4 unchanged',
      '! Pods restart. Plan it.',
      'The chart has a NOTES file.',
      'Operation op-1: https://portal/helm/operations/op-1',
      'Fetched web-service 1.3.0',
      '! Pod web-1 restarts',
    ]);
  });

  it('upgrades an existing release to the wanted version and values', async () => {
    const helm = new InMemoryHelm();
    helm.revisions = [revision(1, { status: 'deployed' })];
    const { log } = await runAction(createDeployAction(helm), {
      ...input,
      version: '2.0.0',
      values: 'replicas: 2\n',
    });
    expect(helm.planned).toMatchObject([
      { kind: 'upgrade', version: '2.0.0', values: 'replicas: 2\n' },
    ]);
    expect(log).toContain('Kept as an override: replicas');
  });

  it('says when nothing differs, and applies it all the same', async () => {
    const helm = new InMemoryHelm();
    helm.changesAnything = false;
    const { log } = await runAction(createDeployAction(helm), input);
    expect(log).toContain('Nothing differs from what was deployed last');
    expect(helm.queued).toHaveLength(1);
  });

  it('queues and goes on when it shall not wait', async () => {
    const helm = new InMemoryHelm();
    helm.ending = undefined;
    const { outputs, error } = await runAction(createDeployAction(helm), {
      ...input,
      wait: false,
    });
    expect(error).toBeUndefined();
    expect(outputs).toMatchObject({ operation: 'op-1', status: 'queued' });
  });

  it('fails with the sentences of a blocked plan and queues nothing', async () => {
    const helm = new InMemoryHelm();
    helm.blockedBy = [
      {
        code: 'IMAGE_NOT_PINNED',
        field: 'image',
        message: 'web:latest is not pinned.',
        wayOut: 'Use a digest.',
      },
      { code: 'RELEASE_BUSY', message: 'An upgrade is running.' },
    ];
    const { error } = await runAction(createDeployAction(helm), input);
    expect(error).toBe(
      'image: web:latest is not pinned. Use a digest.\nAn upgrade is running.',
    );
    expect(helm.queued).toEqual([]);
  });

  it('fails as the operation failed, in its words', async () => {
    const helm = new InMemoryHelm();
    helm.ending = {
      status: 'failed',
      outcome: {
        code: 'WAIT_TIMEOUT',
        title: 'Install of 1.3.0 failed',
        why: 'web does not start.',
        evidence: [{ source: 'web-1/app', lines: ['no such table'] }],
        holds: 'Revision 1 is there, not ready.',
      },
    };
    const { error, outputs, log } = await runAction(
      createDeployAction(helm),
      input,
    );
    expect(error).toBe(
      'Install of 1.3.0 failed (WAIT_TIMEOUT). web does not start. Revision 1 is there, not ready. A retry of this task looks at the same operation and starts no other; retry the operation itself at https://portal/helm/operations/op-1.',
    );
    expect(outputs).toMatchObject({ operation: 'op-1', status: 'failed' });
    expect(log).toContain('! web-1/app: no such table');
  });

  it('plans only in a dry run', async () => {
    const helm = new InMemoryHelm();
    const { outputs, log, checkpoints } = await runAction(
      createDeployAction(helm),
      input,
      { isDryRun: true },
    );
    expect(helm.planned).toHaveLength(1);
    expect(helm.queued).toEqual([]);
    expect(outputs).toEqual({ operation: 'dry-run', status: 'planned' });
    expect(log).toContain(
      'Objects: 1 added, 2 changed, 0 removed, 4 unchanged',
    );
    expect(checkpoints.size).toBe(0);
  });

  it('fails a dry run whose plan is blocked', async () => {
    const helm = new InMemoryHelm();
    helm.blockedBy = [{ code: 'X', message: 'Not now.' }];
    const { error } = await runAction(createDeployAction(helm), input, {
      isDryRun: true,
    });
    expect(error).toBe('Not now.');
  });

  it('takes an entity that a real run would register as nothing to plan', async () => {
    const helm = new InMemoryHelm();
    const other = { ...input, entityRef: 'resource:other/new' };
    const dry = await runAction(createDeployAction(helm), other, {
      isDryRun: true,
    });
    expect(dry.error).toBeUndefined();
    expect(dry.log).toEqual([
      '! There is no entity resource:other/new. There is nothing to plan before it is registered.',
    ]);
    const real = await runAction(createDeployAction(helm), other);
    expect(real.error).toBe(
      'There is no entity resource:other/new. (NOT_FOUND)',
    );
  });

  it('takes the named one of several releases, and guesses none', async () => {
    const helm = new InMemoryHelm();
    helm.releaseNames = ['inbox', 'sorter'];
    const run = (more: object) =>
      runAction(createDeployAction(helm), { ...input, ...more });
    expect((await run({})).error).toContain(
      'component:default/storefront declares several releases in dev: inbox, sorter. Say which with releaseName.',
    );
    expect((await run({ releaseName: 'outbox' })).error).toContain(
      'declares no release outbox in dev, only inbox, sorter.',
    );
    expect(helm.planned).toEqual([]);
    expect((await run({ releaseName: 'sorter' })).error).toBeUndefined();
    expect(helm.planned).toMatchObject([{ release: { name: 'sorter' } }]);
  });

  it('names the environments in which something is declared', async () => {
    const { error } = await runAction(createDeployAction(new InMemoryHelm()), {
      ...input,
      environment: 'prod',
    });
    expect(error).toBe(
      'component:default/storefront declares no release in prod. It declares one in dev.',
    );
  });

  it('waits for an entity that has just been registered', async () => {
    const helm = new InMemoryHelm();
    helm.refreshesBeforeEntity = 3;
    let time = 0;
    const clock = {
      now: () => time,
      pause: async (ms: number) => {
        time += ms;
      },
    };
    const action = createDeployAction(helm, clock);
    const given = { ...input, waitForEntity: true };
    const { error, log } = await runAction(action, given);
    expect(error).toBeUndefined();
    expect(log[0]).toBe(
      'Waiting for component:default/storefront to be in the catalog',
    );
    const absent = { ...given, entityRef: 'component:default/absent' };
    const other = await runAction(action, absent);
    expect(other.error).toMatch('NOT_FOUND');
    expect(time).toBeGreaterThan(120_000);
  });
});
