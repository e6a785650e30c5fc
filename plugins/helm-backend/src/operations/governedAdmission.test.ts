import { mockCredentials } from '@backstage/backend-test-utils';
import { HelmError } from '@backstage-helm/plugin-helm-common';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { aPlan, aRelease } from './__testUtils__/aPlan';
import { dana, type createReplica } from './__testUtils__/createReplica';
import { describeOperations } from './__testUtils__/describeOperations';
import { ended, until } from './__testUtils__/until';
import type { OperationNews } from './OperationNews';

jest.setTimeout(60_000);

const pia = mockCredentials.user('user:default/pia');
const yearEnd = {
  type: 'once' as const,
  title: 'Year end',
  start: 0,
  end: Date.parse('2100-01-03T00:00:00Z'),
};
const approvals = {
  required: 1,
  approvers: ['user:default/pia'],
  selfApproval: false,
  breakGlass: true,
  expirySeconds: 3600,
};

describeOperations('governed admission', setup => {
  /** A replica where `dev` is governed like this. */
  function governed(
    environment: Partial<EnvironmentConfig>,
    options: Parameters<typeof createReplica>[1] = {},
  ) {
    const news: OperationNews[] = [];
    const replica = setup.another({
      ...options,
      engine: setup.replica.engine,
      tell: each => news.push(each),
      config: {
        environments: [
          anEnvironment({ namespaces: [], engine: 'scripted', ...environment }),
        ],
      },
    });
    return { replica, news, told: () => news.map(({ type }) => type) };
  }

  it('lets a change wait for approval, beside which rescues run', async () => {
    const release = await setup.installed();
    const { replica, told } = governed({ approvals });
    const change = await replica.run(aPlan({ kind: 'upgrade', release }));
    expect(change).toMatchObject({
      status: 'awaiting-approval',
      approval: {
        required: 1,
        approvers: ['user:default/pia'],
        given: [],
        changedSince: [],
      },
    });
    expect(told()).toEqual(['awaiting-approval']);
    expect(Date.parse(change.approval!.expiresAt)).toBeGreaterThan(Date.now());
    replica.worker.start();
    const rollback = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }, { toRevision: 1 }),
    );
    const test = await replica.run(aPlan({ kind: 'test', release }));
    expect((await ended(replica, rollback.id)).status).toBe('succeeded');
    expect((await ended(replica, test.id)).status).toBe('succeeded');
    expect((await replica.service.get(change.id, dana)).status).toBe(
      'awaiting-approval',
    );
    await expect(
      replica.run(aPlan({ kind: 'upgrade', release })),
    ).rejects.toMatchObject({
      code: 'RELEASE_BUSY',
      details: { operation: change.id },
    });
  });

  it('asks for approval of a rollback to what never succeeded, beside which others run', async () => {
    const release = await setup.installed();
    const { replica } = governed({ approvals });
    const doubtful = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 7 }, { toRevision: 7 }),
    );
    expect(doubtful.status).toBe('awaiting-approval');
    const good = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }, { toRevision: 1 }),
    );
    expect(good.status).toBe('queued');
  });

  it('remembers the chart that a rollback brought back', async () => {
    const chart = {
      repository: 'platform',
      name: 'web',
      version: '1.0.0',
      digest: 'sha256:a',
    };
    const { replica } = setup;
    replica.worker.start();
    const release = aRelease();
    await ended(replica, (await replica.run(aPlan({ release }, { chart }))).id);
    const rollback = aPlan(
      { kind: 'rollback', release, toRevision: 1 },
      { toRevision: 1 },
    );
    await ended(replica, (await replica.run(rollback)).id);
    expect(
      (await replica.successes.list(release)).map(
        ({ chartDigest }) => chartDigest,
      ),
    ).toEqual(['sha256:a', 'sha256:a']);
  });

  it('takes the revision for another one when the release was installed anew', async () => {
    const release = await setup.installed();
    const { replica } = governed(
      { approvals },
      { hasRevision: async () => false },
    );
    const rollback = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }, { toRevision: 1 }),
    );
    expect(rollback.status).toBe('awaiting-approval');
  });

  it('starts no rollback as long as nobody can see what it goes back to', async () => {
    const release = await setup.installed();
    const { replica } = governed(
      { approvals },
      {
        hasRevision: async () => {
          throw new HelmError({ code: 'CLUSTER_UNREACHABLE', message: 'Away' });
        },
      },
    );
    const { id } = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }, { toRevision: 1 }),
    );
    replica.worker.start();
    const row = await until(async () => {
      const now = await setup.knex('helm_operations').where({ id }).first();
      return now.attempt > 1 || now.outcome ? now : undefined;
    });
    expect(row).toMatchObject({ status: 'queued', attempt: 2 });
  });

  it('refuses changes during a freeze, and never what gets a team out of trouble', async () => {
    const release = await setup.installed();
    const { replica } = governed({ freeze: [yearEnd] });
    for (const kind of ['upgrade', 'uninstall'] as const) {
      await expect(replica.run(aPlan({ kind, release }))).rejects.toMatchObject(
        {
          code: 'ENVIRONMENT_FROZEN',
          status: 409,
          message: 'dev takes no changes until 2100-01-03 00:00 UTC: Year end.',
          wayOut:
            'Wait until then, or ask someone who holds helm.freeze.override.',
        },
      );
    }
    expect((await replica.audit.list({ limit: 1 }))[0]).toMatchObject({
      outcome: 'denied',
      detail: { code: 'ENVIRONMENT_FROZEN' },
    });
    const rollback = await replica.run(
      aPlan({ kind: 'rollback', release, toRevision: 1 }, { toRevision: 1 }),
    );
    expect(rollback.status).toBe('queued');
  });

  it('overrides a freeze by permission and reason, and calls that critical', async () => {
    const release = await setup.installed();
    const { replica, told } = governed({
      freeze: [yearEnd],
      reason: { required: false },
    });
    const record = aPlan({ kind: 'upgrade', release });
    replica.authorizer.denied.add('helm.freeze.override');
    await expect(
      replica.run(record, { overrideFreeze: true }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED', status: 403 });
    replica.authorizer.denied.clear();
    await expect(
      replica.run(record, { overrideFreeze: true, reason: ' ' }),
    ).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
    const operation = await replica.run(record, { overrideFreeze: true });
    expect(operation).toMatchObject({
      status: 'queued',
      overridesFreeze: true,
    });
    expect(told()).toEqual(['requested', 'freeze-overridden']);
    expect(await replica.audit.list({ limit: 4 })).toMatchObject([
      {
        action: 'operation.freeze-overridden',
        outcome: 'allowed',
        detail: { severity: 'critical', freeze: 'Year end' },
      },
      { action: 'operation.requested', outcome: 'allowed' },
      { outcome: 'failed', detail: { code: 'REASON_REQUIRED' } },
      { outcome: 'denied', detail: { code: 'NOT_ALLOWED' } },
    ]);
    const { decisions } = await setup
      .knex('helm_operations')
      .where({ id: operation.id })
      .first();
    expect(decisions).toContain('helm.freeze.override');
  });

  it('wants the ticket in the reason of a change, and no ticket at night', async () => {
    const release = await setup.installed();
    const { replica } = governed({
      reason: { required: true, pattern: /[A-Z]+-\d+/, hint: 'Name a ticket.' },
    });
    await expect(
      replica.run(aPlan({ kind: 'upgrade', release }), { reason: 'because' }),
    ).rejects.toMatchObject({
      code: 'REASON_PATTERN',
      wayOut: 'Name a ticket.',
    });
    const rollback = aPlan(
      { kind: 'rollback', release, toRevision: 1 },
      { toRevision: 1 },
    );
    await replica.run(rollback, { reason: 'checkout is down' });
  });

  it('asks the promotion rule again, whatever it said when the plan was made', async () => {
    const problem = {
      code: 'PROMOTION_RULE' as const,
      message: '2.4.0 has been healthy in staging for 12 min of 1 h.',
    };
    let lacking: typeof problem | undefined = problem;
    const { replica } = governed(
      {},
      { promotion: { problem: async () => lacking } },
    );
    const record = aPlan({ blockedBy: [problem] });
    await expect(replica.run(record)).rejects.toMatchObject({
      ...problem,
      status: 409,
    });
    lacking = undefined;
    expect((await replica.run(record)).status).toBe('queued');
  });

  describe('replacing', () => {
    it('takes the place of what waits, in one step', async () => {
      const { replica, news } = governed({ approvals });
      const release = aRelease();
      const first = await replica.run(aPlan({ release }));
      const record = aPlan({ release });
      const second = await replica.run(record, {
        replaces: first.id,
        idempotencyKey: 'replace',
      });
      expect(second.status).toBe('awaiting-approval');
      expect(await replica.service.get(first.id, dana)).toMatchObject({
        status: 'superseded',
        supersededBy: second.id,
        outcome: { code: 'SUPERSEDED' },
      });
      expect(news.map(({ type, operation }) => [type, operation.id])).toEqual([
        ['awaiting-approval', first.id],
        ['superseded', first.id],
        ['awaiting-approval', second.id],
      ]);
      expect(await replica.bindings.get(release)).toBeDefined();
      expect(
        (await replica.audit.list({ limit: 10 })).map(({ action }) => action),
      ).toEqual(
        expect.arrayContaining(['operation.superseded', 'binding.given-back']),
      );
      const again = await replica.run(record, {
        replaces: first.id,
        idempotencyKey: 'replace',
      });
      expect(again.id).toBe(second.id);
    });

    it('gives two of the same request at once the same operation', async () => {
      const { replica } = governed({ approvals });
      const release = aRelease();
      const { id } = await replica.run(aPlan({ release }));
      const record = aPlan({ release });
      const request = { replaces: id, idempotencyKey: 'twice' };
      const answers = await Promise.all(
        Array.from({ length: 4 }, () => replica.run(record, request)),
      );
      expect(new Set(answers.map(answer => answer.id)).size).toBe(1);
    });

    it("needs the right to cancel, for another person's", async () => {
      const { replica } = governed({ approvals });
      const release = aRelease();
      const first = await replica.run(aPlan({ release }));
      const record = aPlan({ release });
      await replica.plans.put(record);
      const byPia = () =>
        replica.service.create(
          {
            plan: record.plan.id,
            reason: 'mine first',
            replaces: first.id,
            idempotencyKey: 'pia',
          },
          pia,
        );
      replica.authorizer.denied.add('helm.operation.cancel');
      await expect(byPia()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
      replica.authorizer.denied.clear();
      expect((await byPia()).status).toBe('awaiting-approval');
    });

    it('19. tells nothing of operations of other releases', async () => {
      const { replica } = governed({ approvals });
      const other = await replica.run(aPlan());
      const answers = await Promise.all(
        [other.id, 'none'].map(replaces =>
          replica.run(aPlan(), { replaces }).catch(error => error),
        ),
      );
      expect(answers[0].toProblem()).toEqual(answers[1].toProblem());
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    });

    it('leaves what runs', async () => {
      const release = await setup.installed();
      let open = () => {};
      const passed = new Promise<void>(resolve => {
        open = resolve;
      });
      setup.replica.engine.script = async run => {
        await passed;
        return run.engine.succeed(run);
      };
      const { replica } = governed({});
      const running = await replica.run(aPlan({ kind: 'upgrade', release }));
      replica.worker.start();
      await untilRunning(running.id);
      await expect(
        replica.run(aPlan({ kind: 'upgrade', release }), {
          replaces: running.id,
        }),
      ).rejects.toMatchObject({
        code: 'RELEASE_BUSY',
        details: { operation: running.id },
      });
      open();
      await ended(replica, running.id);
    });
  });

  async function untilRunning(id: string) {
    for (;;) {
      const row = await setup.knex('helm_operations').where({ id }).first();
      if (row.status === 'running') {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
});
