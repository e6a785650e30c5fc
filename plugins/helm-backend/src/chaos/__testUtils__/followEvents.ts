import { isTerminal, type Operation } from '@backstage-helm/plugin-helm-common';
import type { Random } from './Random';
import { askAny, type World } from './world';

/** An operation that takes longer than anything here may is looked at in the end. */
const LONGEST_MS = 120_000;

/**
 * Reads an operation's log as a screen does whose replica may die at any
 * moment: on from the last number seen, from whichever replica answers.
 */
export async function followEvents(
  world: World,
  random: Random,
  id: string,
): Promise<Operation | undefined> {
  const until = Date.now() + LONGEST_MS;
  let last = 0;
  while (Date.now() < until && !world.stopping.aborted) {
    const after = last;
    const answer = await askAny(world, random, replica =>
      replica.send(
        'GET',
        `/operations/${id}/events?after=${after}&waitSeconds=2`,
      ),
    );
    for (const { seq } of answer?.body.events ?? []) {
      if (seq !== last + 1) {
        world.badEvents.push(`${id}: event ${seq} came after ${last}`);
      }
      last = seq;
    }
    const shown = await askAny(world, random, replica =>
      replica.send('GET', `/operations/${id}`),
    );
    const operation: Operation | undefined =
      shown?.status === 200 ? shown.body : undefined;
    if (operation && isTerminal(operation.status)) {
      return operation;
    }
  }
  return undefined;
}
