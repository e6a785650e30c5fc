import {
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Random } from './Random';
import type { Answer, Replica } from './Replica';
import type { Timeline } from './Timeline';

/** One release that the run plays with. */
export interface Target {
  key: string;
  ref: ReleaseRef;
}

/** A request to run a plan, however often it was sent. */
export interface Submission {
  key: string;
  user: string;
  release: string;
  /** Operations that the answers named: one, whatever was lost on the way. */
  operations: Set<string>;
}

/** What everybody in a run shares. */
export interface World {
  targets: Target[];
  replicas: Replica[];
  timeline: Timeline;
  submissions: Submission[];
  /** Seen by readers of event logs; each is a violation. */
  badEvents: string[];
  /** Ends the load, not the run. */
  stopping: AbortSignal;
}

const ENVIRONMENTS = { dev: 'nonprod', staging: 'nonprod', prod: 'prod' };

/** Entities, each in every environment; of this run alone. */
export function components(count: number): string[] {
  const run = Date.now().toString(36);
  return Array.from({ length: count }, (_, index) => `chaos-${run}-${index}`);
}

export function targetsOf(names: string[]): Target[] {
  return names.flatMap(name =>
    Object.entries(ENVIRONMENTS).map(([environment, cluster]) => {
      const ref = { cluster, namespace: `shop-${environment}`, name };
      return { ref, key: stringifyReleaseRef(ref) };
    }),
  );
}

/** Declares them: failures are short, and are put back for every other one. */
export function declarationsOf(
  names: string[],
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        'helm-release/values': 'replicaCount: 1\n',
        'helm-release/environments': 'dev, staging, prod',
        'helm-release/timeout': '10s',
        'helm-release/rollbackOnFailure': String(index % 2 === 0),
      },
    ]),
  );
}

/** Asks whichever replica answers, again and again up to a limit. */
export async function askAny(
  world: World,
  random: Random,
  ask: (replica: Replica) => Promise<Answer>,
  limitMs = 60_000,
): Promise<Answer | undefined> {
  const until = Date.now() + limitMs;
  while (Date.now() < until) {
    const up = world.replicas.filter(({ isUp }) => isUp);
    if (up.length) {
      try {
        const answer = await ask(random.pick(up));
        if (answer.status < 500) {
          return answer;
        }
      } catch {
        // Down, cut off or killed while it answered: ask the other one.
      }
    }
    await pause(300);
  }
  return undefined;
}

/** Sleeps; ends early when the signal does. */
export function pause(
  milliseconds: number,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
