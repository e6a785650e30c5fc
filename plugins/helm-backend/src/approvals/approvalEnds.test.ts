import { aPlan, aRelease } from '../operations/__testUtils__/aPlan';
import { dana } from '../operations/__testUtils__/createReplica';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended } from '../operations/__testUtils__/until';
import {
  eve,
  governed,
  omar,
  pia,
  rule,
  yearEnd,
} from './__testUtils__/governed';

jest.setTimeout(120_000);

describeOperations('an approval that is not given', setup => {
  it('keeps the last approval for after the freeze', async () => {
    const { replica, approve, environments, status } = governed(setup, {
      required: 2,
    });
    const asked = await replica.run(aPlan());
    environments[0].freeze.push(yearEnd);
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
    const { replica, approve, environments } = governed(setup);
    const asked = await replica.run(aPlan());
    await approve(asked);
    environments[0].freeze.push(yearEnd);
    replica.worker.start();
    expect(await ended(replica, asked.id)).toMatchObject({
      status: 'denied',
      outcome: { code: 'ENVIRONMENT_FROZEN' },
    });
    environments[0].freeze.pop();
  });

  it('does not start what has fewer approvals than are asked for now', async () => {
    const { replica, approve, environments } = governed(setup);
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
    const { replica, told } = governed(setup);
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
    const { replica, news, approve } = governed(setup);
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
    const { replica } = governed(setup);
    const asked = await replica.run(aPlan());
    expect((await replica.service.cancel(asked.id, dana)).status).toBe(
      'cancelled',
    );
  });

  it('says who may do what about it', async () => {
    const { replica, approve } = governed(setup, { required: 2 });
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
    expect(await actionsOf(eve)).toMatchObject({
      approve: 'Only group:default/platform, user:default/lea may approve it.',
      reject: 'Only group:default/platform, user:default/lea may approve it.',
    });
  });

  it('lists what waits for one', async () => {
    const { replica, approve } = governed(setup, { required: 2 });
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
