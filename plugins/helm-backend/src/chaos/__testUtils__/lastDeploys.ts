import { randomUUID } from 'node:crypto';
import { isTerminal, type Operation } from '@backstage-helm/plugin-helm-common';
import type { Violation } from './invariants';
import { readHistory, rescueOf, type Wish } from './planNext';
import type { Random } from './Random';
import { askAny, pause, type Target, type World } from './world';

const LIMIT_MS = 120_000;
/** A rescue, an install, and one that met another's end. */
const TRIES = 4;

/**
 * Deploys to every release once more, after getting it out of whatever the
 * faults left it in, by the ways out that the portal offers.
 */
export async function deployEverywhere(
  world: World,
  random: Random,
): Promise<Violation[]> {
  const found = await Promise.all(
    world.targets.map(target => deploy(world, random, target)),
  );
  return found.flat();
}

async function deploy(
  world: World,
  random: Random,
  target: Target,
): Promise<Violation[]> {
  const tried: string[] = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const wish = await wishFor(world, random, target);
    const operation = wish && (await carryOut(world, random, target, wish));
    const ending =
      typeof operation === 'string' ? operation : operation?.status;
    tried.push(`${wish?.kind} ${ending}`);
    if (ending === 'succeeded' && wish && 'version' in wish) {
      world.timeline.note('LAST', `${target.key}: ${tried.join(', ')}`);
      return [];
    }
  }
  return [
    { release: target.key, what: `it can't be deployed: ${tried.join(', ')}` },
  ];
}

async function wishFor(
  world: World,
  random: Random,
  target: Target,
): Promise<Wish | undefined> {
  const history = await readHistory(world, random, target);
  const newest = history?.[0];
  if (!history) {
    return undefined;
  }
  const deployment = { version: '1.3.0', values: 'replicaCount: 1\n' };
  if (!newest) {
    return { kind: 'install', ...deployment };
  }
  const isDeployable = history.some(({ status }) => status === 'deployed');
  const isLocked = !['deployed', 'failed', 'superseded'].includes(
    newest.status,
  );
  return isDeployable && !isLocked
    ? { kind: 'upgrade', ...deployment }
    : rescueOf(history);
}

/** The ended operation, or why there is none. */
async function carryOut(
  world: World,
  random: Random,
  target: Target,
  wish: Wish,
): Promise<Operation | string> {
  const planned = await askAny(world, random, replica =>
    replica.send('POST', '/plans', { body: { release: target.ref, ...wish } }),
  );
  const key = randomUUID();
  const problem = planned?.body.blockedBy?.[0] ?? planned?.body.error;
  const admitted = problem
    ? undefined
    : await askAny(world, random, replica =>
        replica.send('POST', '/operations', {
          body: { plan: planned?.body.id, reason: 'After the chaos' },
          headers: { 'idempotency-key': key },
        }),
      );
  if (admitted?.status !== 202) {
    await pause(1_000);
    return `refused (${problem?.code ?? admitted?.body.error?.code})`;
  }
  const until = Date.now() + LIMIT_MS;
  while (Date.now() < until) {
    const answer = await askAny(world, random, replica =>
      replica.send('GET', `/operations/${admitted.body.id}`),
    );
    if (answer?.status === 200 && isTerminal(answer.body.status)) {
      return answer.body;
    }
    await pause(500);
  }
  return 'not ended in time';
}
