import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import type { OperationNews, TellNews } from '../operations/OperationNews';
import { composeNotification } from './composeNotification';

/** Notifications of one operation are sent one after the other. */
type Queues = Map<string, Promise<void>>;

/**
 * Tells people of what happens to operations, by Backstage's notifications. A
 * portal without that plugin loses nothing else: what can't be sent is logged.
 */
export function createNotifier(options: {
  notifications: NotificationService;
  config: Pick<HelmConfig, 'environments'>;
  /** Owner of the entity that the release belongs to. */
  ownerOf: (release: ReleaseRef) => Promise<string | undefined>;
  logger: Pick<LoggerService, 'info' | 'warn'>;
}): TellNews {
  const { notifications, config, ownerOf, logger } = options;
  const queues: Queues = new Map();
  let isMissing = false;

  async function notify(news: OperationNews): Promise<void> {
    const { operation } = news;
    const rule =
      operation.approval ??
      config.environments.find(({ name }) => name === operation.environment)
        ?.approvals;
    const notification = composeNotification(news, {
      owner: await ownerOf(operation.release),
      approvers: rule?.approvers ?? [],
    });
    if (notification) {
      await notifications.send(notification);
    }
  }

  function report(news: OperationNews, error: Error): void {
    if (!/\b404\b/.test(error.message)) {
      logger.warn(
        `Nobody was notified that operation ${news.operation.id} is ${news.type}`,
        error,
      );
    } else if (!isMissing) {
      isMissing = true;
      logger.info('This portal has no notifications: nobody is notified');
    }
  }

  return news => {
    const { id } = news.operation;
    const sent: Promise<void> = (queues.get(id) ?? Promise.resolve())
      .then(() => notify(news))
      .catch(error => report(news, error))
      .then(() => {
        if (queues.get(id) === sent) {
          queues.delete(id);
        }
      });
    queues.set(id, sent);
  };
}
