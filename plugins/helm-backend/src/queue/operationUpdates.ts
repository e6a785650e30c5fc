import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isTerminal,
  type OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';

/** What a follower is given: new events, and the operation when it changed. */
export interface OperationUpdate {
  events: OperationEvent[];
  operation?: OperationRow;
  /** Nothing will come any more. */
  isOver: boolean;
}

export interface HubStore {
  operation(id: string): Promise<OperationRow | undefined>;
  events(id: string, after: number, limit: number): Promise<OperationEvent[]>;
}

/** True when neither events nor another status will come. */
export function isOver(operation: OperationRow): boolean {
  return isTerminal(operation.status) && !operation.awaitsFollowUp;
}

/** Events that one query reads at most. */
export const EVENTS_READ = 500;

export interface FollowingOptions {
  store: HubStore;
  pollMs: number;
  logger: Pick<LoggerService, 'warn'>;
}
