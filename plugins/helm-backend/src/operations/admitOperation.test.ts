import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import { aPlan, aRelease } from './__testUtils__/aPlan';
import { dana } from './__testUtils__/createReplica';
import { describeOperations } from './__testUtils__/describeOperations';
import { ended } from './__testUtils__/until';

jest.setTimeout(60_000);

describeOperations('admission', setup => {
  it('35. gives ten parallel posts of one key the same one operation', async () => {
    const record = aPlan();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        setup.replica.run(record, { idempotencyKey: 'one-key' }),
      ),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    answers.forEach(answer => expect(answer).toEqual(answers[0]));
    expect(await setup.knex('helm_operations').select('id')).toHaveLength(1);
    expect(
      (await setup.replica.audit.list({ limit: 50 })).filter(
        ({ action }) => action === 'operation.requested',
      ),
    ).toHaveLength(1);
    await expect(
      setup.replica.run(record, { idempotencyKey: 'one-key', reason: 'other' }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED', status: 422 });
  });

  it('admits one change of a release at a time, and rescues beside it', async () => {
    const release = aRelease();
    await setup.installed(setup.replica, release);
    await setup.replica.worker.stop();
    const first = await setup.replica.run(aPlan({ kind: 'upgrade', release }));
    await expect(
      setup.replica.run(aPlan({ kind: 'upgrade', release })),
    ).rejects.toMatchObject({
      code: 'RELEASE_BUSY',
      status: 409,
      details: { operation: first.id },
    });
    const rescue = await setup.replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }),
    );
    expect(await setup.replica.activeFor(release)).toMatchObject({
      id: rescue.id,
    });
    setup.replica.worker.start();
    await ended(setup.replica, first.id);
    expect(
      setup.replica.engine.cluster.changes.map(({ id }) => id).slice(1),
    ).toEqual([rescue.id, first.id]);
  });

  it('refuses what the caller may not do, and writes that down', async () => {
    const record = aPlan();
    setup.replica.authorizer.denied.add('helm.release.deploy');
    await expect(setup.replica.run(record)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      status: 403,
    });
    setup.replica.authorizer.denied.clear();
    setup.replica.authorizer.denied.add('helm.release.override');
    const overriding = aPlan(
      {},
      { override: { patch: { replicas: 2 }, baseDigest: 'd' } },
    );
    await expect(setup.replica.run(overriding)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(await setup.knex('helm_operations').select('id')).toEqual([]);
    expect(
      await setup.replica.bindings.get(record.plan.release),
    ).toBeUndefined();
    expect(await setup.replica.audit.list({ limit: 10 })).toMatchObject([
      { outcome: 'denied', detail: { code: 'NOT_ALLOWED' } },
      { outcome: 'denied', actor: 'user:default/dana' },
    ]);
  });

  it('19. answers alike for a plan that is unreadable and one that is not there', async () => {
    const hidden = aPlan();
    setup.replica.authorizer.denied.add('helm.release.deploy');
    setup.replica.authorizer.denied.add('helm.release.read');
    const unreadable = await setup.replica.run(hidden).catch(error => error);
    const absent = await setup.replica.service
      .create({ plan: 'none', reason: 'x', idempotencyKey: 'k' }, dana)
      .catch(error => error);
    expect(unreadable.toProblem()).toEqual(absent.toProblem());
    expect([unreadable.status, absent.status]).toEqual([404, 404]);
  });

  it('refuses plans that may not be run, each with its code, and writes that down', async () => {
    const refusals = [
      {
        code: 'PLAN_EXPIRED',
        record: aPlan({ expiresAt: new Date(0).toISOString() }),
      },
      {
        code: 'PLAN_BLOCKED',
        record: aPlan({
          blockedBy: [{ code: 'OBJECT_NOT_ALLOWED', message: 'Not there.' }],
        }),
      },
      { code: 'REASON_REQUIRED', record: aPlan(), reason: '  ' },
      {
        code: 'ENVIRONMENT_READ_ONLY',
        record: aPlan({ environment: 'elsewhere' }),
      },
      { code: 'ADOPTION_NEEDED', record: aPlan({ kind: 'upgrade' }) },
      { code: 'ACTION_NOT_POSSIBLE', record: aPlan({ engine: 'flux' }) },
    ];
    for (const { code, record, reason = 'because' } of refusals) {
      await expect(setup.replica.run(record, { reason })).rejects.toMatchObject(
        {
          code,
        },
      );
    }
    expect(await setup.knex('helm_operations').select('id')).toEqual([]);
    expect(await setup.knex('helm_bindings').select('release_key')).toEqual([]);
    const trail = await setup.replica.audit.list({ limit: 10 });
    expect(
      trail.reverse().map(({ detail, outcome }) => [detail.code, outcome]),
    ).toEqual(
      refusals.map(({ code }) => [
        code,
        code === 'ENVIRONMENT_READ_ONLY' ? 'denied' : 'failed',
      ]),
    );
  });

  it('keeps another entity from a release, also when both ask at once', async () => {
    const release = aRelease();
    const mine = aPlan({ release });
    const theirs = aPlan({ release, entityRef: 'component:default/ledger' });
    const answers = await Promise.allSettled([
      setup.replica.run(mine),
      setup.replica.run(theirs),
    ]);
    const refused = answers.filter(answer => answer.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { code: 'BINDING_CONFLICT' } });
    expect(await setup.knex('helm_operations').select('id')).toHaveLength(1);
  });

  it('lets services do what the configuration lists, and nothing else', async () => {
    const ci = setup.another({
      config: {
        automation: [
          { subject: 'external:ci', environments: ['dev'], kinds: ['install'] },
        ],
      },
    });
    const credentials = {
      $$type: '@backstage/BackstageCredentials' as const,
      principal: { type: 'service', subject: 'external:ci' },
    };
    const allowed = aPlan();
    const denied = aPlan({ environment: 'prod' });
    await ci.plans.put(allowed);
    await ci.plans.put(denied);
    const request = { reason: 'pipeline', idempotencyKey: 'run-1' };
    await ci.service.create({ plan: allowed.plan.id, ...request }, credentials);
    await expect(
      ci.service.create(
        { plan: denied.plan.id, ...request, idempotencyKey: 'run-2' },
        credentials,
      ),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED', field: 'helm.automation' });
  });

  it('lists what the caller may read, page by page', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const { id, release } = await setup.replica.run(aPlan());
      if (index % 2) {
        setup.replica.authorizer.denied.add(
          `helm.operation.read@${stringifyReleaseRef(release)}`,
        );
      } else {
        ids.unshift(id);
      }
    }
    const first = await setup.replica.service.list(
      { order: 'desc', limit: 2 },
      dana,
    );
    expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const second = await setup.replica.service.list(
      { order: 'desc', limit: 2, after: Number(first.nextCursor) },
      dana,
    );
    expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(second.nextCursor).toBeUndefined();
  });
});
