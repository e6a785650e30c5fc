import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { aPlan } from '../operations/__testUtils__/aPlan';
import { dana } from '../operations/__testUtils__/createReplica';
import { describeOperations } from '../operations/__testUtils__/describeOperations';
import { ended, until } from '../operations/__testUtils__/until';
import { createNotifier } from './createNotifier';

const pia = mockCredentials.user('user:default/pia');
const lea = 'user:default/lea';
const platform = 'group:default/platform';

describeOperations('notifications of what waits for approval', setup => {
  function governed() {
    const sent: NotificationSendOptions[] = [];
    const environments = [
      anEnvironment({
        namespaces: [],
        engine: 'scripted',
        approvals: {
          required: 1,
          approvers: [platform, 'owner'],
          selfApproval: false,
          breakGlass: true,
          expirySeconds: 3600,
        },
      }),
    ];
    const replica = setup.another({
      engine: setup.replica.engine,
      config: { environments },
      tell: createNotifier({
        notifications: {
          send: async options => {
            sent.push(options);
          },
        },
        config: { environments },
        ownerOf: async () => lea,
        logger: mockServices.logger.mock(),
      }),
    });
    replica.authorizer.groups = { 'user:default/pia': [platform] };
    replica.authorizer.owner = lea;
    return {
      replica,
      /** Who was told what, once so much was. */
      async heard(count: number) {
        await until(() => sent.length >= count);
        return sent.map(({ recipients, payload }) => [
          payload.title.split(': ')[1],
          'entityRef' in recipients ? recipients.entityRef : [],
          payload.severity,
        ]);
      },
    };
  }

  it('goes to the approvers, and back to who asked', async () => {
    const { replica, heard } = governed();
    const asked = await replica.run(aPlan());
    await replica.approvals.approve(
      asked.id,
      { planDigest: asked.approval!.planDigest },
      pia,
    );
    replica.worker.start();
    const { status, outcome } = await ended(replica, asked.id);
    expect(status).toBe('succeeded');
    expect(await heard(3)).toEqual([
      ['dana asks for approval', [platform, lea], 'normal'],
      ['approved by pia', ['user:default/dana'], 'normal'],
      [outcome?.title, ['user:default/dana'], 'low'],
    ]);
  });

  it('says who rejected it, once', async () => {
    const { replica, heard } = governed();
    const asked = await replica.run(aPlan());
    await replica.approvals.reject(asked.id, { reason: 'Not today' }, pia);
    const other = await replica.run(aPlan());
    await replica.approvals.approve(
      other.id,
      {
        planDigest: other.approval!.planDigest,
        breakGlass: true,
        reason: 'Fire',
      },
      dana,
    );
    const told = await heard(4);
    expect(told).toHaveLength(4);
    expect(told).toEqual(
      expect.arrayContaining([
        ['rejected by pia', ['user:default/dana'], 'high'],
        [
          'dana runs it without approval',
          [lea, platform, 'user:default/dana'],
          'critical',
        ],
      ]),
    );
  });
});
