import type { History, PlanRequest } from '@backstage-helm/plugin-helm-common';
import type { Random } from './Random';
import { askAny, type Target, type World } from './world';

/** What to plan, without the release. */
export type Wish = Omit<PlanRequest, 'release'>;

type Newest = Pick<History['items'][number], 'revision' | 'status'>;

const isPending = (status: string) =>
  status.startsWith('pending-') || status === 'uninstalling';

const isGood = ({ status }: Newest) =>
  status === 'deployed' || status === 'superseded';

/** Values under which pods become ready at once, late, or never. */
const OUTCOMES = { fine: 6, slow: 3, pending: 1.5, 'crash-loop': 1 };

/** The revisions that the portal shows, newest first; undefined without an answer. */
export async function readHistory(
  world: World,
  random: Random,
  { ref }: Target,
): Promise<Newest[] | undefined> {
  const path = `/clusters/${ref.cluster}/namespaces/${ref.namespace}/releases/${ref.name}/history`;
  const answer = await askAny(world, random, replica =>
    replica.send('GET', path),
  );
  if (answer?.status === 404) {
    return [];
  }
  return answer?.status === 200 ? answer.body.items : undefined;
}

/** A change that makes sense for what the release is now, good or bad. */
export async function planNext(
  world: World,
  random: Random,
  target: Target,
): Promise<Wish | undefined> {
  const history = await readHistory(world, random, target);
  return history && wishFor(history, random);
}

function wishFor(history: Newest[], random: Random): Wish {
  const [newest, ...older] = history;
  if (!newest) {
    return { kind: 'install', version: '1.2.0', values: valuesOf(random) };
  }
  const good = older.filter(isGood);
  if (
    isPending(newest.status) ||
    (!good.length && newest.status === 'failed')
  ) {
    return rescueOf(history);
  }
  const kind = random.weighted({ upgrade: 7, rollback: 2, uninstall: 1 });
  if (kind === 'uninstall') {
    return { kind };
  }
  if (kind === 'rollback' && good.length) {
    return { kind, revision: random.pick(good).revision };
  }
  return {
    kind: 'upgrade',
    version: random.weighted({
      '1.1.0': 2,
      '1.2.0': 2,
      '1.3.0': 3,
      '2.0.0': 1,
    }),
    values: valuesOf(random),
  };
}

/** The way out of a release that is stuck or never worked. */
export function rescueOf([newest, ...older]: Newest[]): Wish {
  const good = older.find(isGood);
  return good && newest.status !== 'uninstalling'
    ? { kind: 'rollback', revision: good.revision }
    : { kind: 'uninstall' };
}

function valuesOf(random: Random): string {
  const outcome = random.weighted(OUTCOMES);
  return [
    `replicaCount: ${random.pick([1, 2])}`,
    'config:',
    `  greeting: Hello ${Math.floor(random.between(0, 1e6))}`,
    ...(outcome === 'fine' ? [] : ['podLabels:', `  demo/outcome: ${outcome}`]),
    '',
  ].join('\n');
}
