import { aPlan } from '../operations/__testUtils__/aPlan';
import { dana } from '../operations/__testUtils__/createReplica';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended } from '../operations/__testUtils__/until';
import { eve, governed, lea, omar, pia } from './__testUtils__/governed';

jest.setTimeout(120_000);

describeOperations('approving', setup => {
  it('queues and runs what has its approval', async () => {
    const { replica, approve, told } = governed(setup);
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
    const { replica, approve } = governed(setup);
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
    const { replica, approve, news } = governed(setup, { required: 2 });
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
    ['one who is nobody', eve, 'NOT_AN_APPROVER'],
    ['who asked for it', dana, 'SELF_APPROVAL'],
  ])('refuses %s, and writes that down', async (_, credentials, code) => {
    const { replica, approve, status } = governed(setup);
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
    const owner = governed(setup);
    await owner.approve(await owner.replica.run(aPlan()), lea);
    const self = governed(setup, { selfApproval: true });
    expect(
      (await self.approve(await self.replica.run(aPlan()), dana)).status,
    ).toBe('queued');
  });

  it('15. needs the permission besides', async () => {
    const { replica, approve, status } = governed(setup);
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
    const { replica, approve } = governed(setup);
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

  describe('breaking the glass', () => {
    const request = { breakGlass: true, reason: 'checkout is down' };

    it('runs it without the approvals, called critical', async () => {
      const { replica, approve, news } = governed(setup, { required: 2 });
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
      const { replica, approve } = governed(setup, { required: 2 });
      const asked = await replica.run(aPlan());
      await approve(asked, pia);
      expect((await approve(asked, pia, request)).status).toBe('queued');
    });

    it('needs a reason, and an environment that allows it', async () => {
      const { replica, approve } = governed(setup);
      await expect(
        approve(await replica.run(aPlan()), dana, { breakGlass: true }),
      ).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
      const strict = governed(setup, { breakGlass: false });
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
});
