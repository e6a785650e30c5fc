import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { SyncNews } from '../sync/SyncNews';
import { createSyncNotifier } from './createSyncNotifier';

const release = { cluster: 'nonprod', namespace: 'shop-dev', name: 'web' };

describe('createSyncNotifier', () => {
  async function sentFor(news: SyncNews, owner?: string) {
    const sent: NotificationSendOptions[] = [];
    const tell = createSyncNotifier({
      notifications: { send: async each => void sent.push(each) },
      ownerOf: async () => owner,
      logger: { warn() {} },
    });
    tell(news);
    await new Promise(resolve => setImmediate(resolve));
    return sent;
  }

  it('tells the owner when it gave up, with the operation', async () => {
    const [{ recipients, payload }] = await sentFor(
      {
        type: 'stopped',
        environment: 'dev',
        release,
        reason: 'The image is missing',
        operationId: 'op-1',
      },
      'group:default/team-web',
    );
    expect(recipients).toMatchObject({ entityRef: ['group:default/team-web'] });
    expect(payload).toMatchObject({
      title: 'Automatic sync of web in dev stopped',
      description: 'The image is missing',
      link: '/helm/operations/op-1',
      severity: 'high',
    });
  });

  it('tells each owner once of what is held', async () => {
    const [{ recipients, payload }] = await sentFor(
      {
        type: 'held',
        environment: 'dev',
        releases: [release, { ...release, name: 'api' }],
      },
      'group:default/team-web',
    );
    expect(recipients).toMatchObject({ entityRef: ['group:default/team-web'] });
    expect(payload.title).toBe('2 changes in dev wait for a review');
  });

  it('tells nobody of a pause, nor of what nobody owns', async () => {
    const paused = { type: 'paused' as const, environment: 'dev', release };
    expect(await sentFor(paused, 'group:default/team-web')).toEqual([]);
    const stopped = { ...paused, type: 'stopped' as const };
    expect(await sentFor(stopped)).toEqual([]);
  });
});
