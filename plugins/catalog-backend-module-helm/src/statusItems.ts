import type { Entity } from '@backstage/catalog-model';
import type { EntityStatusItem } from '@backstage/catalog-model/alpha';
import {
  HELM_ANNOTATION_PREFIX,
  parseAnnotations,
  type DeclarationContext,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';

/** The entity with what is wrong with its `helm-release/*` annotations; the very same when nothing is. */
export function withStatusItems(
  entity: Entity,
  context: DeclarationContext,
): Entity {
  const declares = Object.keys(entity.metadata.annotations ?? {}).some(key =>
    key.startsWith(HELM_ANNOTATION_PREFIX),
  );
  if (!declares) {
    return entity;
  }
  const items = problemsOf(entity, context).map(statusItem);
  if (items.length === 0) {
    return entity;
  }
  const { status } = entity as Entity & {
    status?: { items?: EntityStatusItem[] };
  };
  return {
    ...entity,
    status: { ...status, items: [...(status?.items ?? []), ...items] },
  } as Entity;
}

function problemsOf(
  entity: Entity,
  context: DeclarationContext,
): HelmProblem[] {
  const { releases, problems } = parseAnnotations(entity, context);
  const all = [...problems, ...releases.flatMap(release => release.problems)];
  const seen = new Set<string>();
  return all.filter(({ code, field, message }) => {
    const key = `${code}\n${field}\n${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function statusItem(problem: HelmProblem): EntityStatusItem {
  return {
    type: `helm.${problem.code}`,
    level: 'error',
    message: [problem.message, problem.wayOut].filter(Boolean).join(' '),
    error: { name: problem.code, message: problem.message },
  };
}
