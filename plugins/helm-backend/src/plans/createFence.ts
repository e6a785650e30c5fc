import type {
  HelmProblem,
  ManifestObject,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { placeOutside } from '../config/objectPlace';
import type { RenderedRelease } from '../helm';
import type { KindScopes } from './kindScopes';

/** Says which rendered objects may not be deployed; none = all may. */
export type Fence = (
  environment: Pick<EnvironmentConfig, 'name' | 'allow'>,
  namespace: string,
  rendered: Pick<RenderedRelease, 'objects' | 'hooks' | 'crds' | 'unreadable'>,
) => Promise<HelmProblem[]>;

/** More than these are counted, not listed. */
const LISTED = 10;

function outside(object: ManifestObject, where: string): HelmProblem {
  return {
    code: 'OBJECT_NOT_ALLOWED',
    field: 'chart',
    message: `${object.kind} ${object.name} would be ${where}.`,
    wayOut:
      'Turn it off in the values, or ask a platform engineer to allow it for this environment.',
  };
}

/**
 * Preflight fence (DESIGN §6): every rendered object, hooks and CRDs too, is in
 * the target namespace or allowed by the environment. What can't be read or
 * placed is outside.
 */
export function createFence(options: { scopes: KindScopes }): Fence {
  return async (environment, namespace, rendered) => {
    const objects = [
      ...rendered.objects,
      ...rendered.hooks.map(hook => hook.object),
      ...rendered.crds,
    ];
    const scopeOf = await options.scopes(environment.name, objects);
    const problems: HelmProblem[] = rendered.unreadable.map(
      ({ text, problem }) => ({
        code: 'RENDER_FAILED',
        field: 'chart',
        message: `The chart renders ${JSON.stringify(
          text.slice(0, 60),
        )}, which is no Kubernetes object: ${problem}`,
        wayOut: 'Correct the chart.',
      }),
    );
    for (const object of objects) {
      const scope = scopeOf(object);
      if (scope === undefined) {
        problems.push({
          code: 'API_REMOVED',
          field: 'chart',
          message: `The cluster does not serve ${object.kind} ${object.apiVersion} (${object.name}).`,
          wayOut:
            'Use a chart version for this cluster, or install what serves it.',
        });
        continue;
      }
      const where = placeOutside(
        object,
        scope === 'Namespaced',
        namespace,
        environment.allow,
      );
      if (where) {
        problems.push(outside(object, where));
      }
    }
    return problems.length > LISTED
      ? [
          ...problems.slice(0, LISTED),
          {
            ...problems[LISTED],
            message: `${
              problems.length - LISTED
            } more objects are not allowed.`,
          },
        ]
      : problems;
  };
}
