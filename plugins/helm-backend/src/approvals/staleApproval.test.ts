import { HelmError, type Operation } from '@backstage-helm/plugin-helm-common';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { dana } from '../operations/__testUtils__/createReplica';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended, until } from '../operations/__testUtils__/until';
import type { PlanRecord } from '../plans/PlanRecord';
import { governed, omar, pia } from './__testUtils__/governed';

jest.setTimeout(120_000);

describeOperations('an approval that is stale', setup => {
  describe('what was looked at', () => {
    /** What would run now is another plan. */
    function replanned(asked: Operation, changes: Partial<PlanRecord['plan']>) {
      return aPlan({ release: asked.release, ...changes });
    }

    it('must be what waits', async () => {
      const { replica } = governed(setup);
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
      const world: { fresh?: PlanRecord } = {};
      const { replica, approve, status, news } = governed(
        setup,
        { required: 2 },
        {
          replanFor: async (_, waiting) =>
            world.fresh ?? replica.plans.get(waiting.planId!),
        },
      );
      const asked = await replica.run(aPlan({ baseRevision: 16 }));
      await approve(asked, pia);
      const fresh = replanned(asked, { baseRevision: 17 });
      world.fresh = fresh;
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

    it('counts nothing of before when it comes back to what it was', async () => {
      const world: { fresh?: PlanRecord } = {};
      const { replica, approve, status } = governed(
        setup,
        { required: 2 },
        {
          replanFor: async (_, waiting) =>
            world.fresh ?? replica.plans.get(waiting.planId!),
        },
      );
      const asked = await replica.run(aPlan({ digest: 'as-it-was' }));
      await approve(asked, pia);
      for (const digest of ['otherwise', 'as-it-was']) {
        world.fresh = replanned(asked, { digest });
        await expect(
          approve(await replica.service.get(asked.id, dana), omar),
        ).rejects.toMatchObject({ code: 'APPROVAL_STALE' });
      }
      const again = await replica.service.get(asked.id, dana);
      expect(again.approval).toMatchObject({
        planDigest: 'as-it-was',
        given: [],
      });
      await approve(again, omar);
      expect(await status(asked)).toBe('awaiting-approval');
      await approve(again, pia);
      expect(await status(asked)).toBe('queued');
    });

    it('is asked about again when the base changed just before it ran', async () => {
      const world: { fresh?: PlanRecord } = {};
      const { replica, approve } = governed(
        setup,
        {},
        {
          replanFor: async (_, waiting) =>
            world.fresh ?? replica.plans.get(waiting.planId!),
        },
      );
      const asked = await replica.run(aPlan({ baseRevision: 16 }));
      await approve(asked);
      const fresh = replanned(asked, { baseRevision: 17 });
      world.fresh = fresh;
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
      const engine = { isStarting: false };
      const { replica, approve } = governed(
        setup,
        {},
        {
          replanFor: async (_, waiting) =>
            engine.isStarting
              ? aPlan({
                  release: waiting.release,
                  baseRevision: (revision += 1),
                })
              : replica.plans.get(waiting.planId!),
        },
      );
      replica.engine.script = async () => {
        engine.isStarting = true;
        throw new HelmError({ code: 'BASE_CHANGED', message: 'Not that.' });
      };
      const asked = await replica.run(aPlan());
      replica.worker.start();
      let now = asked;
      for (let round = 0; round <= 5; round += 1) {
        engine.isStarting = false;
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
        setup,
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

    it('is not approved when it needs more than who asked for it had to be allowed', async () => {
      const world: { fresh?: PlanRecord } = {};
      const { replica, approve, status } = governed(
        setup,
        {},
        {
          replanFor: async (_, waiting) =>
            world.fresh ?? replica.plans.get(waiting.planId!),
        },
      );
      const asked = await replica.run(aPlan());
      // A Helm of somebody's got stuck on it since.
      world.fresh = aPlan({ release: asked.release }, { unlock: true });
      await expect(approve(asked)).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
        message:
          'By now it needs helm.release.unlock, which user:default/dana did not need to ask for it.',
      });
      expect(await status(asked)).toBe('awaiting-approval');
      expect((await replica.service.get(asked.id, dana)).planId).toBe(
        asked.planId,
      );
    });

    it('is not approved when who asked for it may not do it any more', async () => {
      const { replica, approve } = governed(setup);
      const asked = await replica.run(aPlan());
      replica.authorizer.denied.add('helm.release.deploy');
      await expect(approve(asked)).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
        message:
          'user:default/dana asked for it and is not allowed to do it any more.',
      });
    });
  });
});
