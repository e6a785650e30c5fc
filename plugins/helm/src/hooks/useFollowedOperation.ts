import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Operation,
  OperationEvent,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../api/helmApiRef';

/** An operation with its log, as it goes on. */
export interface FollowedOperation {
  operation?: Operation;
  events: OperationEvent[];
  connection: 'live' | 'reconnecting' | 'ended';
  /** Why it can't be shown at all. */
  error?: Error;
}

const nothing: FollowedOperation = { events: [], connection: 'live' };

/** Lines that a browser keeps of one operation. */
const MOST_EVENTS = 5_000;

/** Follows an operation until it ends or the screen goes. */
export function useFollowedOperation(
  id: string | undefined,
  round: number = 0,
): FollowedOperation {
  const api = useApi(helmApiRef);
  const [state, setState] = useState(nothing);

  useEffect(() => {
    if (id === undefined) {
      return undefined;
    }
    const controller = new AbortController();
    const update = (change: (before: FollowedOperation) => FollowedOperation) =>
      !controller.signal.aborted && setState(change);
    let isFollowed = false;
    // Asked for again, what was known of it stays until there is news.
    setState(before =>
      before.operation?.id === id
        ? { ...nothing, operation: before.operation }
        : nothing,
    );
    api.operation(id).then(
      operation =>
        update(before => (isFollowed ? before : { ...before, operation })),
      error => update(before => ({ ...before, error })),
    );
    api
      .followOperation(id, {
        signal: controller.signal,
        onEvent: event =>
          update(before => ({
            ...before,
            events: [...before.events, event].slice(-MOST_EVENTS),
          })),
        onOperation: operation => {
          isFollowed = true;
          update(before => ({ ...before, operation }));
        },
        onConnection: connection =>
          update(before => ({ ...before, connection })),
      })
      .then(
        () => update(before => ({ ...before, connection: 'ended' })),
        error => update(before => ({ ...before, error, connection: 'ended' })),
      );
    return () => controller.abort();
  }, [api, id, round]);

  return state;
}
