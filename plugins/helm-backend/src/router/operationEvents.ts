import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import type { OperationEventHub } from '../queue/OperationEventHub';
import { FOLLOWERS_PER_CALLER, type StreamLimit } from './StreamLimit';

/** What the two ways to follow an operation share. */
export interface FollowDependencies {
  /** Aborts when this replica goes: a stream would keep its process up. */
  closing: AbortSignal;
  hub: OperationEventHub;
  show: (row: OperationRow) => Operation;
  /** What the caller may do with it now. */
  actions: (
    row: OperationRow,
    credentials: BackstageCredentials,
  ) => Promise<Operation['actions']>;
  /** Asked again while the stream is open. */
  mayRead: (
    row: OperationRow,
    credentials: BackstageCredentials,
  ) => Promise<boolean>;
  logger: Pick<LoggerService, 'info'>;
  times: FollowTimes;
  limit: StreamLimit;
}

export interface FollowTimes {
  pingMs: number;
  /** A right that is taken away closes the stream within this. */
  recheckMs: number;
  /** Bytes that may wait for one slow reader before it is dropped. */
  backlogBytes: number;
  /** A reader that takes nothing for this long is dropped. */
  stallMs: number;
  followersPerCaller: number;
}

export const FOLLOW_TIMES: FollowTimes = {
  pingMs: 15_000,
  recheckMs: 25_000,
  backlogBytes: 1024 * 1024,
  stallMs: 20_000,
  followersPerCaller: FOLLOWERS_PER_CALLER,
};

/** Whose stream or poll it is. */
export function callerOf({ principal }: BackstageCredentials): string {
  const { userEntityRef, subject } = principal as {
    userEntityRef?: string;
    subject?: string;
  };
  return userEntityRef ?? subject ?? '';
}

/** Shows operations to one caller; asks what may be done only when that can change. */
export function presenter(
  dependencies: Pick<FollowDependencies, 'show' | 'actions'>,
  credentials: BackstageCredentials,
): (row: OperationRow) => Promise<Operation> {
  let known: { key: string; actions: Operation['actions'] } | undefined;
  return async row => {
    const { status, cancelRequestedBy, awaitsFollowUp, approval } = row;
    const key = JSON.stringify([
      status,
      cancelRequestedBy,
      awaitsFollowUp,
      approval,
    ]);
    if (known?.key !== key) {
      known = { key, actions: await dependencies.actions(row, credentials) };
    }
    return { ...dependencies.show(row), actions: known.actions };
  };
}
