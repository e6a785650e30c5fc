import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  OperationEvent,
  OperationEvents,
} from '@backstage-helm/plugin-helm-common';
import type { Response } from 'express';
import type { OperationRow } from '../database/OperationRow';
import { isOver } from '../queue/operationUpdates';
import { presenter, type FollowDependencies } from './operationEvents';

/** Events of one answer; who wants more asks again. */
const MOST_EVENTS = 500;

/**
 * Answers with the events after `after`: at once when there are some or the
 * operation is over, else when something happens or the wait is over.
 */
export function waitForEvents(
  dependencies: Pick<FollowDependencies, 'actions' | 'hub' | 'show'>,
  row: OperationRow,
  options: {
    response: Response;
    credentials: BackstageCredentials;
    after: number;
    waitMs: number;
  },
): Promise<OperationEvents> {
  const { hub } = dependencies;
  const show = presenter(dependencies, options.credentials);
  return new Promise((resolve, reject) => {
    const events: OperationEvent[] = [];
    let latest = row;
    // The operation comes after its events: from then on the page is complete.
    let isComplete = false;
    let isDue = options.waitMs === 0;
    let isAnswered = false;
    let leave = () => {};

    const timer = setTimeout(() => {
      isDue = true;
      if (isComplete) {
        answer();
      }
    }, options.waitMs);

    function answer(): void {
      if (isAnswered) {
        return;
      }
      isAnswered = true;
      clearTimeout(timer);
      leave();
      const page = events.slice(0, MOST_EVENTS);
      const isLast = isComplete && page.length === events.length;
      show(latest).then(
        operation =>
          resolve({
            events: page,
            operation,
            isOver: isLast && isOver(latest),
          }),
        reject,
      );
    }

    options.response.on('close', answer);
    leave = hub.follow(row.id, options.after, update => {
      if (isAnswered) {
        return;
      }
      events.push(...update.events);
      latest = update.operation ?? latest;
      isComplete ||= update.operation !== undefined;
      const hasNews =
        events.length > 0 || latest.status !== row.status || isOver(latest);
      const isFull = events.length >= MOST_EVENTS;
      if (isFull || (isComplete && (hasNews || isDue))) {
        setImmediate(answer);
      }
    });
  });
}
