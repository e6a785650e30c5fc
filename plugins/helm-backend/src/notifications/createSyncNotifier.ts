import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { SyncNews, TellSyncNews } from '../sync/SyncNews';

const MOST_NAMED = 10;
const TEXT_LENGTH = 500;

/**
 * Tells owners when automatic sync needs a person: it gave up, or the brake
 * holds their releases, or was let go. What a person did to their own release is
 * no news to them.
 */
export function createSyncNotifier(options: {
  notifications: NotificationService;
  /** Owner of the entity that the release belongs to. */
  ownerOf: (release: ReleaseRef) => Promise<string | undefined>;
  logger: Pick<LoggerService, 'warn'>;
}): TellSyncNews {
  const { notifications, ownerOf, logger } = options;

  async function notify(news: SyncNews): Promise<void> {
    const payload = payloadOf(news);
    const releases = news.release ? [news.release] : news.releases ?? [];
    if (!payload) {
      return;
    }
    const owners = await Promise.all(releases.map(ownerOf));
    const entityRef = [...new Set(owners)].filter(owner => owner !== undefined);
    if (entityRef.length) {
      await notifications.send({
        recipients: {
          type: 'entity',
          entityRef,
          ...(news.by?.startsWith('user:') && { excludeEntityRef: news.by }),
        },
        payload,
      });
    }
  }

  return news => {
    notify(news).catch(error => {
      if (!/\b404\b/.test(error.message)) {
        logger.warn(`Nobody was notified that sync is ${news.type}`, error);
      }
    });
  };
}

function payloadOf(
  news: SyncNews,
): NotificationSendOptions['payload'] | undefined {
  const { type, environment, release, reason } = news;
  const names = (news.releases ?? []).map(({ name }) => name);
  const listed = names.slice(0, MOST_NAMED).join(', ');
  const shared = {
    topic: 'Helm',
    link: news.operationId
      ? `/helm/operations/${encodeURIComponent(news.operationId)}`
      : '/helm',
  };
  switch (type) {
    case 'stopped':
      return {
        ...shared,
        title: `Automatic sync of ${release?.name} in ${environment} stopped`,
        description: cut(reason),
        severity: 'high',
        scope: `helm:sync:${environment}:${release?.namespace}/${release?.name}`,
      };
    case 'held':
      return {
        ...shared,
        title: `${names.length} changes in ${environment} wait for a review`,
        description: cut(`${reason ?? ''} ${listed}`.trim()),
        severity: 'high',
        scope: `helm:sync:${environment}`,
      };
    case 'continued':
      return {
        ...shared,
        title: `${names.length} changes in ${environment} go on`,
        description: cut(`${news.by}: ${reason ?? ''}`),
        severity: 'normal',
        scope: `helm:sync:${environment}`,
      };
    default:
      return undefined;
  }
}

function cut(text: string | undefined): string | undefined {
  return text && text.length > TEXT_LENGTH
    ? `${text.slice(0, TEXT_LENGTH - 1)}…`
    : text;
}
