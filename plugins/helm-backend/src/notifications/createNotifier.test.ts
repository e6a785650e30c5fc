import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import type { OperationRow } from '../database/OperationRow';
import type { OperationNews } from '../operations/OperationNews';
import { until } from '../operations/__testUtils__/until';
import { createNotifier } from './createNotifier';

const dana = 'user:default/dana';
const pia = 'user:default/pia';
const owner = 'group:default/team-web';
const platform = 'group:default/platform';

function operation(more: Partial<OperationRow> = {}): OperationRow {
  return {
    position: 1,
    id: 'op-1',
    release: { cluster: 'prod', namespace: 'shop-prod', name: 'storefront' },
    environment: 'prod',
    engine: 'helm',
    kind: 'upgrade',
    status: 'queued',
    requestedBy: dana,
    reason: 'The summer sale',
    createdAt: 1_000,
    availableAt: 1_000,
    attempt: 1,
    fromVersion: '1.2.0',
    toVersion: '1.3.0',
    phases: [],
    awaitsFollowUp: false,
    overridesFreeze: false,
    lastSeq: 1,
    ...more,
  };
}

const approval: OperationRow['approval'] = {
  required: 1,
  approvers: ['owner', platform],
  selfApproval: false,
  breakGlass: true,
  planDigest: 'p',
  given: [],
  changedSince: ['Base is revision 17 now, was 16'],
  askedAgain: 0,
};

const outcome = {
  code: 'WAIT_TIMEOUT',
  title: 'Upgrade to 1.3.0 failed, put back to 1.2.0',
  why: 'Container web crashes.',
  holds: 'Revision 4',
};

describe('createNotifier', () => {
  const logger = mockServices.logger.mock();
  let sent: NotificationSendOptions[];
  let send: (options: NotificationSendOptions) => Promise<void>;

  beforeEach(() => {
    jest.clearAllMocks();
    sent = [];
    send = async options => {
      sent.push(options);
    };
  });

  const notifier = () =>
    createNotifier({
      notifications: { send: options => send(options) },
      config: { environments: [anEnvironment({ name: 'prod' })] },
      ownerOf: async () => owner,
      logger,
    });

  /** Tells them all, and a last one that everybody hears of. */
  async function told(...news: OperationNews[]) {
    sent.length = 0;
    const tell = notifier();
    const last = operation({ requestedBy: pia, status: 'dead' });
    news.forEach(tell);
    tell({ type: 'settled', operation: last });
    await until(() =>
      sent.some(
        ({ payload }) =>
          payload.severity === 'high' && payload.title.endsWith('is dead'),
      ),
    );
    return [...sent.slice(0, -1)];
  }

  it('asks the approvers, and not who asks for approval', async () => {
    expect(
      await told({
        type: 'awaiting-approval',
        operation: operation({ approval }),
        reason: 'The summer sale',
      }),
    ).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: [owner, platform],
          excludeEntityRef: dana,
        },
        payload: {
          title:
            'Upgrade storefront in prod (1.2.0 → 1.3.0): dana asks for approval',
          description: 'The summer sale',
          link: '/helm/operations/op-1',
          severity: 'normal',
          topic: 'Helm',
          scope: 'helm:operation:op-1',
        },
      },
    ]);
    const own = { ...approval, selfApproval: true };
    const [mine] = await told({
      type: 'awaiting-approval',
      operation: operation({ approval: own }),
    });
    expect(mine.recipients).not.toHaveProperty('excludeEntityRef');
  });

  it('tells the requester what became of the request', async () => {
    const row = operation({ approval });
    const heard = await told(
      { type: 'approved', operation: row, by: pia },
      { type: 'rejected', operation: row, by: pia, reason: 'Not today' },
      { type: 'approval-stale', operation: row },
      { type: 'approval-expired', operation: row },
      { type: 'superseded', operation: row, by: pia },
    );
    expect(
      heard.map(({ recipients, payload }) => [
        payload.title.split(': ')[1],
        payload.description,
        'entityRef' in recipients && recipients.entityRef,
      ]),
    ).toEqual([
      ['approved by pia', undefined, [dana]],
      ['rejected by pia', 'Not today', [dana]],
      [
        'changed since, needs approval again',
        'Base is revision 17 now, was 16',
        [dana, owner, platform],
      ],
      ['not approved in time', undefined, [dana]],
      ['replaced by a request of pia', undefined, [dana]],
    ]);
    // Each replaces the one before it.
    expect(new Set(heard.map(({ payload }) => payload.scope)).size).toBe(1);
  });

  it('tells owners and approvers of a rule that was set aside, and it stays', async () => {
    const heard = await told(
      {
        type: 'broke-glass',
        operation: operation({ approval }),
        by: pia,
        reason: 'Fire',
      },
      { type: 'freeze-overridden', operation: operation({ approval }) },
    );
    expect(heard).toMatchObject([
      {
        recipients: {
          entityRef: [owner, platform, dana],
          excludeEntityRef: pia,
        },
        payload: {
          severity: 'critical',
          description: 'Fire',
          scope: 'helm:operation:op-1:broke-glass',
        },
      },
      {
        recipients: { entityRef: [owner, platform], excludeEntityRef: dana },
        payload: {
          severity: 'critical',
          scope: 'helm:operation:op-1:freeze-overridden',
        },
      },
    ]);
  });

  it('tells requester and owners of a failure, once', async () => {
    const failed = operation({ status: 'failed', outcome });
    expect(
      await told(
        { type: 'settled', operation: { ...failed, awaitsFollowUp: true } },
        {
          type: 'settled',
          operation: operation({
            kind: 'rollback',
            status: 'succeeded',
            follows: 'op-1',
          }),
        },
        { type: 'settled', operation: { ...failed, status: 'rolled-back' } },
      ),
    ).toMatchObject([
      {
        recipients: { entityRef: [dana, owner] },
        payload: {
          title:
            'storefront in prod: Upgrade to 1.3.0 failed, put back to 1.2.0',
          description: 'Container web crashes.',
          severity: 'normal',
        },
      },
    ]);
  });

  it('keeps quiet about what one sees oneself, and about services', async () => {
    const done = operation({ status: 'succeeded', finishedAt: 60_000 });
    expect(
      await told(
        { type: 'requested', operation: operation() },
        { type: 'started', operation: operation() },
        { type: 'settled', operation: done },
        {
          type: 'settled',
          operation: { ...done, status: 'cancelled' },
          by: dana,
        },
        {
          type: 'settled',
          operation: {
            ...done,
            status: 'superseded',
            outcome: { ...outcome, code: 'SUPERSEDED' },
          },
        },
        { type: 'approved', operation: done, by: dana },
        {
          type: 'approval-expired',
          operation: operation({ requestedBy: 'external:ci' }),
        },
      ),
    ).toEqual([]);
    expect(
      await told(
        { type: 'settled', operation: { ...done, approval } },
        { type: 'settled', operation: { ...done, finishedAt: 400_000 } },
        {
          type: 'settled',
          operation: { ...done, status: 'cancelled' },
          by: pia,
        },
      ),
    ).toMatchObject([
      { recipients: { entityRef: [dana] }, payload: { severity: 'low' } },
      { recipients: { entityRef: [dana] }, payload: { severity: 'low' } },
      { recipients: { entityRef: [dana] } },
    ]);
  });

  it('logs what can not be sent; a portal without notifications says so once', async () => {
    const rejected = (n: string): OperationNews => ({
      type: 'rejected',
      operation: operation({ id: n }),
      by: pia,
    });
    send = async () => {
      throw new Error('Request failed with status 503');
    };
    notifier()(rejected('a'));
    await until(() => logger.warn.mock.calls.length > 0);
    let refused = 0;
    send = async () => {
      refused += 1;
      throw new Error('Request failed with status 404');
    };
    const tell = notifier();
    ['b', 'c', 'b'].forEach(id => tell(rejected(id)));
    await until(() => refused === 3);
    await until(() => logger.info.mock.calls.length > 0);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.info).toHaveBeenCalledTimes(1);
  });
});
