import type { ExecutionRequest } from '@backstage-helm/plugin-helm-node';
import { aPlan, aRelease } from './__testUtils__/aPlan';
import { describeOperations } from './__testUtils__/describeOperations';
import { ended } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('authorizing again at the start', setup => {
  async function age(id: string, milliseconds: number): Promise<void> {
    await setup
      .knex('helm_operations')
      .where({ id })
      .update({
        created_at: setup.knex.raw('created_at - ?', [milliseconds]),
      });
  }

  it('lets a request that waited too long be made again instead of running it', async () => {
    const { replica } = setup;
    const admitted = await replica.run(aPlan());
    await age(admitted.id, 901_000);
    replica.worker.start();
    expect(await ended(replica, admitted.id)).toMatchObject({
      status: 'expired',
      outcome: {
        code: 'AUTHORIZATION_OLD',
        why: expect.stringMatching(/^It waited 15 m \d+ s;/),
      },
    });
    expect(replica.engine.started).toEqual([]);
  });

  it('counts from the newest approval', async () => {
    const { replica, knex } = setup;
    const admitted = await replica.run(aPlan());
    await age(admitted.id, 3_600_000);
    await knex('helm_approvals').insert({
      operation_id: admitted.id,
      plan_id: 'plan',
      plan_digest: 'digest',
      approver: 'user:default/pia',
      at: Date.now(),
    });
    replica.worker.start();
    expect(await ended(replica, admitted.id)).toMatchObject({
      status: 'succeeded',
    });
  });

  it('asks the execution policy of the portal, however old the request is', async () => {
    const asked: ExecutionRequest[] = [];
    const replica = setup.another({
      execution: {
        maxAgeMs: 900_000,
        policy: {
          async mayRun(request) {
            asked.push(request);
            return true;
          },
        },
      },
    });
    const release = aRelease();
    const admitted = await replica.run(aPlan({ release }));
    await age(admitted.id, 3_600_000);
    replica.worker.start();
    expect(await ended(replica, admitted.id)).toMatchObject({
      status: 'succeeded',
    });
    expect(asked).toEqual([
      expect.objectContaining({
        operationId: admitted.id,
        kind: 'install',
        permission: 'helm.release.deploy',
        principal: 'user:default/dana',
        resource: { ref: release },
      }),
    ]);
  });

  it.each([
    ['says no', async () => false],
    [
      'fails',
      async () => {
        throw new Error('The policy service is away');
      },
    ],
  ])('runs nothing when that policy %s', async (_, mayRun) => {
    const replica = setup.another({
      execution: { maxAgeMs: 900_000, policy: { mayRun } },
    });
    const admitted = await replica.run(aPlan());
    replica.worker.start();
    expect(await ended(replica, admitted.id)).toMatchObject({
      status: 'denied',
      outcome: { code: 'AUTHORIZATION_LOST' },
    });
    expect(replica.engine.started).toEqual([]);
  });
});
