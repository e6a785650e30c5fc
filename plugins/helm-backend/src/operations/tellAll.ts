import type { LoggerService } from '@backstage/backend-plugin-api';
import type { TellNews } from './OperationNews';

/** Tells every listener; one that throws doesn't keep the news from others. */
export function tellAll(
  listeners: readonly TellNews[],
  logger: Pick<LoggerService, 'error'>,
): TellNews {
  return news => {
    for (const listener of listeners) {
      try {
        listener(news);
      } catch (error) {
        logger.error(
          `News of operation ${news.operation.id} was not taken`,
          error as Error,
        );
      }
    }
  };
}
