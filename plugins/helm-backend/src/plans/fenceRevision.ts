import {
  objectKey,
  parseManifest,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { StoredRevision } from '../releases/ReleaseStore';
import type { Fence } from './createFence';
import { sideOfBase } from './PlanDraft';

/** What the fence says of a stored revision. */
export interface FencedRevision {
  /** Of what applying it would bring: in the way. */
  added: HelmProblem[];
  /** Of what the newest revision holds too: there whatever is decided. */
  inBase: HelmProblem[];
}

function contentOf(revision: StoredRevision | undefined) {
  const { manifest, hooks } = sideOfBase({ base: revision });
  return { main: parseManifest(manifest), hooks: parseManifest(hooks) };
}

/** Asks the fence about a revision that is to be applied again, with its hooks. */
export async function fenceRevision(
  fence: Fence,
  given: {
    environment: Pick<EnvironmentConfig, 'name' | 'allow'>;
    namespace: string;
    target: StoredRevision;
    base: StoredRevision | undefined;
  },
): Promise<FencedRevision> {
  const { environment, namespace, target, base } = given;
  const { main, hooks } = contentOf({ ...target, status: 'superseded' });
  const there = contentOf(base);
  const known = new Set(
    [...there.main.objects, ...there.hooks.objects].map(object =>
      objectKey(object, namespace),
    ),
  );
  const knownText = new Set(
    [...there.main.unreadable, ...there.hooks.unreadable].map(
      ({ text }) => text,
    ),
  );
  const ask = async (isInBase: boolean) => {
    const problems = await fence(environment, namespace, {
      objects: [...main.objects, ...hooks.objects].filter(
        object => known.has(objectKey(object, namespace)) === isInBase,
      ),
      hooks: [],
      crds: [],
      unreadable: [...main.unreadable, ...hooks.unreadable].filter(
        ({ text }) => knownText.has(text) === isInBase,
      ),
    });
    return problems.map(problem => ({
      ...problem,
      field: 'revision',
      message: `Revision ${target.revision}: ${problem.message}`,
      wayOut:
        'Choose another revision, or ask a platform engineer to allow it for this environment.',
    }));
  };
  return { added: await ask(false), inBase: await ask(true) };
}
