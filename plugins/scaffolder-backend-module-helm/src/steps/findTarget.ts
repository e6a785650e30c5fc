import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { ReleaseRef, Target } from '@backstage-helm/plugin-helm-common';
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

/**
 * What the entity declares in the environment, read again now: an earlier step
 * of the same task may have changed the declaration.
 *
 * @throws Error that names what is declared instead, or what is wrong
 */
export async function findTarget(
  api: Pick<ActionsApi, 'refreshEntity'>,
  entityRef: string,
  environment: string,
): Promise<NamedTarget> {
  const { targets, problems } = await api.refreshEntity(entityRef);
  const target = targets.find(each => each.environment.name === environment);
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
