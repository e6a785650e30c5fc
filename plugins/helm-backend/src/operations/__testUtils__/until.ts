import { isTerminal, type Operation } from '@backstage-helm/plugin-helm-common';
import { dana, type Replica } from './createReplica';

const LIMIT_MS = 15_000;

/** Waits for a condition, never for a duration; gives what it gave. */
export async function until<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const start = Date.now();
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() - start > LIMIT_MS) {
      throw new Error(`Not so after ${LIMIT_MS} ms: ${condition}`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

/** The operation, once it has ended for good. */
export function ended(replica: Replica, id: string): Promise<Operation> {
  return until(async () => {
    const operation = await replica.service.get(id, dana);
    if (!isTerminal(operation.status)) {
      return undefined;
    }
    const next =
      operation.followedBy &&
      (await replica.service.get(operation.followedBy, dana));
    return !next || isTerminal(next.status)
      ? replica.service.get(id, dana)
      : undefined;
  });
}
