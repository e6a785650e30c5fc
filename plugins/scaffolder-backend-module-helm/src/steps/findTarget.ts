import { setTimeout as sleep } from 'node:timers/promises';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  isHelmApiError,
  type ReleaseRef,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import type { ActionsApi } from '../HelmPortal';
import { sentenceOf } from './sentences';

/** A target whose declaration is good enough to name a release. */
export type NamedTarget = Target & { release: ReleaseRef };

/** The full form of a ref as people write it: `storefront` is a component. */
export function fullEntityRef(text: string): string {
  return stringifyEntityRef(
    parseEntityRef(text, {
      defaultKind: 'component',
      defaultNamespace: 'default',
    }),
  );
}

/** Which release of an entity a step is about. */
export interface WantedTarget {
  entityRef: string;
  environment: string;
  /** Needed where the entity declares several in the environment. */
  releaseName?: string;
}

/** Time, and waiting for it. */
export interface Clock {
  now(): number;
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own. */
export const systemClock: Clock = {
  now: Date.now,
  pause: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};

const STEP_MS = 1000;
const LIMIT_MS = 120_000;

/**
 * Finds a target of an entity that an earlier step has registered: the catalog
 * takes its time to read it.
 */
export async function awaitTarget(
  api: Pick<ActionsApi, 'refreshEntity'>,
  wanted: WantedTarget,
  options: { clock: Clock; signal?: AbortSignal; onWait: () => void },
): Promise<NamedTarget> {
  const { clock, signal, onWait } = options;
  const deadline = clock.now() + LIMIT_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return await findTarget(api, wanted);
    } catch (error) {
      const isAbsent = isHelmApiError(error) && error.code === 'NOT_FOUND';
      if (!isAbsent || clock.now() >= deadline) {
        throw error;
      }
    }
    if (tries === 0) {
      onWait();
    }
    await clock.pause(STEP_MS, signal);
  }
}

/**
 * What the entity declares in the environment, read again now: an earlier step
 * of the same task may have changed the declaration.
 *
 * @throws Error that names what is declared instead, or what is wrong
 */
export async function findTarget(
  api: Pick<ActionsApi, 'refreshEntity'>,
  { entityRef, environment, releaseName }: WantedTarget,
): Promise<NamedTarget> {
  const { targets, problems } = await api.refreshEntity(entityRef);
  const here = targets.filter(each => each.environment.name === environment);
  const names = here.flatMap(({ release }) => (release ? [release.name] : []));
  const named = here.filter(({ release }) => release?.name === releaseName);
  if (here.length > 1 && named.length > 1) {
    throw new Error(
      `${entityRef} declares ${named.length} releases called ${releaseName} in ${environment}, in several namespaces.`,
    );
  }
  if (names.length > 1 && releaseName === undefined) {
    throw new Error(
      `${entityRef} declares several releases in ${environment}: ${names.join(
        ', ',
      )}. Say which with releaseName.`,
    );
  }
  if (releaseName !== undefined && names.length && !named.length) {
    throw new Error(
      `${entityRef} declares no release ${releaseName} in ${environment}, only ${names.join(
        ', ',
      )}.`,
    );
  }
  const [target] = named.length
    ? named
    : here.filter(({ release }) => release).concat(here);
  if (target?.release) {
    return { ...target, release: target.release };
  }
  const wrong = [...(target?.problems ?? []), ...problems].map(sentenceOf);
  const declared = targets.map(each => each.environment.name);
  throw new Error(
    [
      `${entityRef} declares no release in ${environment}.`,
      ...wrong,
      ...(wrong.length || !declared.length
        ? []
        : [`It declares one in ${declared.join(', ')}.`]),
    ].join(' '),
  );
}
