import { mockCredentials } from '@backstage/backend-test-utils';
import { HelmError, type Operation } from '@backstage-helm/plugin-helm-common';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import type { ApprovalsConfig, EnvironmentConfig } from '../config/HelmConfig';
import { aPlan, aRelease } from '../operations/__testUtils__/aPlan';
import {
  dana,
  type createReplica,
} from '../operations/__testUtils__/createReplica';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended, until } from '../operations/__testUtils__/until';
import type { OperationNews } from '../operations/OperationNews';
import type { PlanRecord } from '../plans/PlanRecord';

jest.setTimeout(120_000);

const pia = mockCredentials.user('user:default/pia');
const omar = mockCredentials.user('user:default/omar');
const lea = mockCredentials.user('user:default/lea');

const rule: ApprovalsConfig = {
  required: 1,
  approvers: ['group:default/platform', 'owner'],
  selfApproval: false,
  breakGlass: true,
  expirySeconds: 3600,
};

describeOperations('approvals', setup => {
  function governed(
    approvals: Partial<ApprovalsConfig> = {},
    more: Partial<EnvironmentConfig> = {},
    options: Parameters<typeof createReplica>[1] = {},
  ) {
    const news: OperationNews[] = [];
    const environments = [
      anEnvironment({
        namespaces: [],
        engine: 'scripted',
        approvals: { ...rule, ...approvals },
        ...more,
      }),
    ];
    const replica = setup.another({
      engine: setup.replica.engine,
      tell: each => news.push(each),
      ...options,
      config: { environments },
    });
    replica.authorizer.groups = {
      'user:default/pia': ['group:default/platform'],
      'user:default/omar': ['group:default/platform'],
      'user:default/dana': ['group:default/platform'],
    };
    replica.authorizer.owner = 'user:default/lea';
    const digestOf = ({ approval }: Operation) => approval!.planDigest;
    return {
      replica,
      news,
      environments,
      approve: (operation: Operation, credentials = pia, request = {}) =>
        replica.approvals.approve(
          operation.id,
          { planDigest: digestOf(operation), ...request },
          credentials,
        ),
      status: async ({ id }: Operation) =>
        (await replica.service.get(id, dana)).status,
      told: () => news.map(({ type }) => type),
    };
  }

  it('queues and runs what has its approval', async () => {
    const { replica, approve, told } = governed();
    const asked = await replica.run(aPlan());
    const approved = await approve(asked);
    expect(approved).toMatchObject({
      status: 'queued',
      approval: { given: [{ by: 'user:default/pia', isBreakGlass: false }] },
    });
    replica.worker.start();
    expect((await ended(replica, asked.id)).status).toBe('succeeded');
    expect(told()).toEqual([
      'awaiting-approval',
      'approved',
      'started',
      'settled',
    ]);
    expect(
      (await replica.audit.list({ limit: 20 })).find(
        ({ action }) => action === 'operation.approved',
      ),
    ).toMatchObject({ actor: 'user:default/pia', outcome: 'allowed' });
  });

  it('gives the same answer to the same approval, and queues once', async () => {
    const { replica, approve } = governed();
    const asked = await replica.run(aPlan());
    const answers = await Promise.all([approve(asked), approve(asked)]);
    expect(answers.map(({ status }) => status)).toEqual(['queued', 'queued']);
    expect((await approve(asked)).status).toBe('queued');
    await expect(approve(asked, omar)).rejects.toMatchObject({
      code: 'ALREADY_APPROVED',
      status: 409,
    });
  });

  it('makes one queued operation of two approvals at once', async () => {
    const { replica, approve, news } = governed({ required: 2 });
    const asked = await replica.run(aPlan());
    const answers = await Promise.all([
      approve(asked, pia),
      approve(asked, omar),
    ]);
    expect(answers.map(({ status }) => status)).toContain('queued');
    expect(await replica.service.get(asked.id, dana)).toMatchObject({
      status: 'queued',
      approval: { given: [{}, {}] },
    });
    expect(
      news.filter(
        ({ type, operation }) =>
          type === 'approved' && operation.status === 'queued',
      ),
    ).toHaveLength(1);
    const texts = await setup
      .knex('helm_operation_events')
      .where({ operation_id: asked.id })
      .orderBy('seq')
      .pluck('body');
    expect(texts[1]).toMatch(/^Approved by user:default\/\w+ \(1 of 2\)$/);
    expect(texts[2]).toMatch(/\(2 of 2\)\. Queued\.$/);
  });

  it.each([
    [
      'one who is nobody',
      mockCredentials.user('user:default/eve'),
      'NOT_AN_APPROVER',
    ],
    ['who asked for it', dana, 'SELF_APPROVAL'],
  ])('refuses %s, and writes that down', async (_, credentials, code) => {
    const { replica, approve, status } = governed();
    const asked = await replica.run(aPlan());
    await expect(approve(asked, credentials)).rejects.toMatchObject({
      code,
      status: 403,
    });
    expect((await replica.audit.list({ limit: 1 }))[0]).toMatchObject({
      action: 'operation.approved',
      outcome: 'denied',
      detail: { code },
    });
    expect(await status(asked)).toBe('awaiting-approval');
  });

  it('lets the owner of the entity approve, and one oneself where that is allowed', async () => {
    const owner = governed();
    await owner.approve(await owner.replica.run(aPlan()), lea);
    const self = governed({ selfApproval: true });
    expect(
      (await self.approve(await self.replica.run(aPlan()), dana)).status,
    ).toBe('queued');
  });

  it('15. needs the permission besides', async () => {
    const { replica, approve, status } = governed();
    const asked = await replica.run(aPlan());
    replica.authorizer.denied.add('helm.operation.approve');
    replica.authorizer.denied.add('helm.approval.override');
    for (const request of [{}, { breakGlass: true, reason: 'now' }]) {
      await expect(approve(asked, pia, request)).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
        status: 403,
      });
    }
    await expect(
      replica.approvals.reject(asked.id, { reason: 'no' }, pia),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(
      (await replica.audit.list({ limit: 3 })).map(
        ({ action, outcome }) => `${action} ${outcome}`,
      ),
    ).toEqual([
      'operation.rejected denied',
      'operation.broke-glass denied',
      'operation.approved denied',
    ]);
    expect(await status(asked)).toBe('awaiting-approval');
  });

  it('16. does not run what was approved when the requester lost the permission', async () => {
    const { replica, approve } = governed();
    const asked = await replica.run(aPlan());
    await approve(asked);
    replica.authorizer.denied.add('helm.release.deploy');
    replica.worker.start();
    expect(await ended(replica, asked.id)).toMatchObject({
      status: 'denied',
      outcome: { code: 'AUTHORIZATION_LOST' },
    });
    expect(replica.engine.started).toEqual([]);
  });

  describe('what was looked at', () => {
    /** What would run now is another plan. */
    function replanned(asked: Operation, changes: Partial<PlanRecord['plan']>) {
      return aPlan({ release: asked.release, ...changes });
    }

    it('must be what waits', async () => {
      const { replica } = governed();
      const asked = await replica.run(aPlan());
      await expect(
        replica.approvals.approve(asked.id, { planDigest: 'other' }, pia),
      ).rejects.toMatchObject({
        code: 'APPROVAL_STALE',
        status: 409,
        details: { plan: asked.planId },
      });
    });

    it('must be what would run: else it asks again and says what changed', async () => {
      let fresh: PlanRecord | undefined;
      const { replica, approve, status, news } = governed(
        { required: 2 },
        {},
        {
          replanFor: async (_, waiting) =>
            fresh ?? replica.plans.get(waiting.planId!),
        },
      );
      const asked = await replica.run(aPlan({ baseRevision: 16 }));
      await approve(asked, pia);
      fresh = replanned(asked, { baseRevision: 17 });
      await expect(approve(asked, omar)).rejects.toMatchObject({
        code: 'APPROVAL_STALE',
        details: { plan: fresh.plan.id },
        message:
          'What you looked at is not what would run now: Base is revision 17 now, was 16.',
      });
      const again = await replica.service.get(asked.id, dana);
      expect(again).toMatchObject({
        status: 'awaiting-approval',
        planId: fresh.plan.id,
        approval: {
          planDigest: fresh.plan.digest,
          changedSince: ['Base is revision 17 now, was 16'],
          given: [],
        },
      });
      expect(await setup.knex('helm_approvals').select('approver')).toEqual([
        { approver: 'user:default/pia' },
      ]);
      expect(news.at(-1)).toMatchObject({
        type: 'approval-stale',
        reason: 'Base is revision 17 now, was 16',
      });
      await approve(again, pia);
      expect(await status(asked)).toBe('awaiting-approval');
      await approve(again, omar);
      expect(await status(asked)).toBe('queued');
    });

    it('is asked about again when the base changed just before it ran', async () => {
      const { replica, approve } = governed(
        {},
        {},
        {
          replanFor: async (_, waiting) =>
            fresh ?? replica.plans.get(waiting.planId!),
        },
      );
      let fresh: PlanRecord | undefined;
      const asked = await replica.run(aPlan({ baseRevision: 16 }));
      await approve(asked);
      fresh = replanned(asked, { baseRevision: 17 });
      replica.engine.script = async () => {
        replica.engine.script = run => run.engine.succeed(run);
        throw new HelmError({ code: 'BASE_CHANGED', message: 'Not that.' });
      };
      replica.worker.start();
      const again = await until(async () => {
        const now = await replica.service.get(asked.id, dana);
        return now.approval?.changedSince.length ? now : undefined;
      });
      expect(again.status).toBe('awaiting-approval');
      await approve(again);
      expect((await ended(replica, asked.id)).status).toBe('succeeded');
    });

    it('fails as others do when that goes on', async () => {
      let revision = 1;
      const { replica, approve } = governed(
        {},
        {},
        {
          replanFor: async (_, waiting) =>
            isStarting
              ? aPlan({
                  release: waiting.release,
                  baseRevision: (revision += 1),
                })
              : replica.plans.get(waiting.planId!),
        },
      );
      let isStarting = false;
      replica.engine.script = async () => {
        isStarting = true;
        throw new HelmError({ code: 'BASE_CHANGED', message: 'Not that.' });
      };
      const asked = await replica.run(aPlan());
      replica.worker.start();
      let now = asked;
      for (let round = 0; round <= 5; round += 1) {
        isStarting = false;
        await approve(now);
        now = await until(async () => {
          const seen = await replica.service.get(asked.id, dana);
          return ['awaiting-approval', 'failed'].includes(seen.status) && seen;
        });
      }
      expect(now).toMatchObject({
        status: 'failed',
        outcome: { code: 'BASE_CHANGED' },
      });
    });

    it('is not approved when it could not run now', async () => {
      const { replica, approve } = governed(
        {},
        {},
        {
          replanFor: async (_, waiting) => {
            const record = await replica.plans.get(waiting.planId!);
            const blockedBy = [
              { code: 'OBJECT_NOT_ALLOWED' as const, message: 'Not there.' },
            ];
            return { ...record, plan: { ...record.plan, blockedBy } };
          },
        },
      );
      const asked = await replica.run(aPlan());
      await expect(approve(asked)).rejects.toMatchObject({
        code: 'PLAN_BLOCKED',
        message: 'Not there.',
      });
    });

    it('is not approved when who asked for it may not do it any more', async () => {
      const { replica, approve } = governed();
      const asked = await replica.run(aPlan());
      replica.authorizer.denied.add('helm.release.deploy');
      await expect(approve(asked)).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
        message:
          'user:default/dana asked for it and is not allowed to do it any more.',
      });
    });
  });

  describe('breaking the glass', () => {
    const request = { breakGlass: true, reason: 'checkout is down' };

    it('runs it without the approvals, called critical', async () => {
      const { replica, approve, news } = governed({ required: 2 });
      const asked = await replica.run(aPlan());
      const broken = await approve(asked, dana, request);
      expect(broken).toMatchObject({
        status: 'queued',
        approval: {
          given: [
            {
              by: 'user:default/dana',
              isBreakGlass: true,
              reason: 'checkout is down',
            },
          ],
        },
      });
      expect(news.at(-1)).toMatchObject({
        type: 'broke-glass',
        by: 'user:default/dana',
        reason: 'checkout is down',
      });
      expect((await replica.audit.list({ limit: 1 }))[0]).toMatchObject({
        action: 'operation.broke-glass',
        outcome: 'allowed',
        detail: { severity: 'critical' },
      });
      replica.worker.start();
      expect((await ended(replica, asked.id)).status).toBe('succeeded');
    });

    it('is also for one who approved before', async () => {
      const { replica, approve } = governed({ required: 2 });
      const asked = await replica.run(aPlan());
      await approve(asked, pia);
      expect((await approve(asked, pia, request)).status).toBe('queued');
    });

    it('needs a reason, and an environment that allows it', async () => {
      const { replica, approve } = governed();
      await expect(
        approve(await replica.run(aPlan()), dana, { breakGlass: true }),
      ).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
      const strict = governed({ breakGlass: false });
      const asked = await strict.replica.run(aPlan());
      await expect(strict.approve(asked, dana, request)).rejects.toMatchObject({
        code: 'BREAK_GLASS_OFF',
        status: 403,
      });
      const actions = (await strict.replica.service.get(asked.id, dana))
        .actions;
      expect(actions?.map(({ action }) => action)).not.toContain('break-glass');
    });
  });

  it('keeps the last approval for after the freeze', async () => {
    const { replica, approve, environments, status } = governed({
      required: 2,
    });
    const asked = await replica.run(aPlan());
    environments[0].freeze.push({
      type: 'once',
      title: 'Year end',
      start: 0,
      end: Date.parse('2100-01-03T00:00:00Z'),
    });
    await approve(asked, pia);
    await expect(approve(asked, omar)).rejects.toMatchObject({
      code: 'ENVIRONMENT_FROZEN',
    });
    await expect(
      approve(asked, dana, { breakGlass: true, reason: 'now' }),
    ).rejects.toMatchObject({ code: 'ENVIRONMENT_FROZEN' });
    expect(
      (await replica.service.get(asked.id, omar)).actions?.find(
        ({ action }) => action === 'approve',
      ),
    ).toEqual({
      action: 'approve',
      allowed: false,
      reason: 'dev takes no changes until 2100-01-03 00:00 UTC: Year end.',
    });
    environments[0].freeze.pop();
    await approve(asked, omar);
    expect(await status(asked)).toBe('queued');
  });

  it('does not start what was queued before a freeze began', async () => {
    const { replica, approve, environments } = governed();
    const asked = await replica.run(aPlan());
    await approve(asked);
    environments[0].freeze.push({
      type: 'once',
      title: 'Year end',
      start: 0,
      end: Date.parse('2100-01-03T00:00:00Z'),
    });
    replica.worker.start();
    expect(await ended(replica, asked.id)).toMatchObject({
      status: 'denied',
      outcome: { code: 'ENVIRONMENT_FROZEN' },
    });
    environments[0].freeze.pop();
  });

  it('does not start what has fewer approvals than are asked for now', async () => {
    const { replica, approve, environments } = governed();
    const asked = await replica.run(aPlan());
    await approve(asked);
    environments[0].approvals = { ...rule, required: 2 };
    replica.worker.start();
    expect(await ended(replica, asked.id)).toMatchObject({
      status: 'denied',
      outcome: {
        code: 'APPROVAL_STALE',
        why: 'dev asks for 2 approvals now; it has 1.',
      },
    });
  });

  it('ends what is rejected, with who and why, and gives the release back', async () => {
    const { replica, told } = governed();
    const release = aRelease();
    const asked = await replica.run(aPlan({ release }));
    const rejected = await replica.approvals.reject(
      asked.id,
      { reason: 'not on a Friday' },
      pia,
    );
    expect(rejected).toMatchObject({
      status: 'denied',
      outcome: {
        code: 'APPROVAL_REJECTED',
        why: 'user:default/pia: not on a Friday',
      },
      approval: {
        rejected: { by: 'user:default/pia', reason: 'not on a Friday' },
      },
    });
    expect(await replica.bindings.get(release)).toBeUndefined();
    expect(told()).toEqual(['awaiting-approval', 'settled', 'rejected']);
    await expect(
      replica.approvals.reject(asked.id, { reason: 'again' }, pia),
    ).rejects.toMatchObject({ code: 'ACTION_NOT_POSSIBLE', status: 409 });
  });

  it('ends what was not approved in time, once', async () => {
    const { replica, news, approve } = governed();
    const asked = await replica.run(aPlan());
    const other = await replica.run(aPlan());
    await setup
      .knex('helm_operations')
      .where({ id: asked.id })
      .update({ approve_by: 1 });
    await expect(approve(asked)).rejects.toMatchObject({
      code: 'APPROVAL_EXPIRED',
    });
    await Promise.all([replica.expireApprovals(), replica.expireApprovals()]);
    expect(await replica.service.get(asked.id, dana)).toMatchObject({
      status: 'expired',
      outcome: { code: 'APPROVAL_EXPIRED' },
    });
    expect(news.filter(({ type }) => type === 'approval-expired')).toHaveLength(
      1,
    );
    expect((await replica.service.get(other.id, dana)).status).toBe(
      'awaiting-approval',
    );
  });

  it('lets one withdraw what one asked for', async () => {
    const { replica } = governed();
    const asked = await replica.run(aPlan());
    expect((await replica.service.cancel(asked.id, dana)).status).toBe(
      'cancelled',
    );
  });

  it('says who may do what about it', async () => {
    const { replica, approve } = governed({ required: 2 });
    const asked = await replica.run(aPlan());
    await approve(asked, pia);
    const actionsOf = async (credentials: typeof pia) =>
      Object.fromEntries(
        ((await replica.service.get(asked.id, credentials)).actions ?? []).map(
          ({ action, allowed, reason }) => [action, allowed || reason],
        ),
      );
    expect(await actionsOf(omar)).toMatchObject({
      approve: true,
      reject: true,
      'break-glass': true,
    });
    expect(await actionsOf(pia)).toMatchObject({
      approve: 'You approved it already.',
    });
    expect(await actionsOf(dana)).toMatchObject({
      cancel: true,
      approve: 'You asked for it, so somebody else must approve it.',
    });
    expect(
      await actionsOf(mockCredentials.user('user:default/eve')),
    ).toMatchObject({
      approve: 'Only group:default/platform, user:default/lea may approve it.',
      reject: 'Only group:default/platform, user:default/lea may approve it.',
    });
  });

  it('lists what waits for one', async () => {
    const { replica, approve } = governed({ required: 2 });
    const [first, second, third] = [
      await replica.run(aPlan()),
      await replica.run(aPlan()),
      await replica.run(aPlan()),
    ];
    await approve(second, pia);
    await replica.approvals.reject(third.id, { reason: 'no' }, pia);
    const waitingFor = async (credentials: typeof pia) =>
      (
        await replica.service.list(
          { order: 'desc', limit: 20, approvable: true },
          credentials,
        )
      ).items.map(({ id }) => id);
    expect(await waitingFor(omar)).toEqual([second.id, first.id]);
    expect(await waitingFor(pia)).toEqual([first.id]);
    expect(await waitingFor(dana)).toEqual([]);
    replica.authorizer.denied.add('helm.operation.approve');
    expect(await waitingFor(omar)).toEqual([]);
  });
});
