import type { Entity } from '@backstage/catalog-model';
import type { EntityStatusItem } from '@backstage/catalog-model/alpha';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import {
  HELM_ANNOTATION_PREFIX,
  parseAnnotations,
  type DeclarationContext,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';

/** Puts what is wrong with an entity's `helm-release/*` annotations into its `status.items`. */
export class HelmAnnotationsProcessor implements CatalogProcessor {
  readonly #context: DeclarationContext;

  constructor(context: DeclarationContext) {
    this.#context = context;
  }

  getProcessorName(): string {
    return 'HelmAnnotationsProcessor';
  }

  async postProcessEntity(entity: Entity): Promise<Entity> {
    const declares = Object.keys(entity.metadata.annotations ?? {}).some(key =>
      key.startsWith(HELM_ANNOTATION_PREFIX),
    );
    if (!declares) {
      return entity;
    }
    const items = this.#problemsOf(entity).map(statusItem);
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

  #problemsOf(entity: Entity): HelmProblem[] {
    const { releases, problems } = parseAnnotations(entity, this.#context);
    const all = [...problems, ...releases.flatMap(release => release.problems)];
    const seen = new Set<string>();
    return all.filter(({ code, field, message }) => {
      const key = `${code}\n${field}\n${message}`;
      return !seen.has(key) && seen.add(key);
    });
  }
}

function statusItem(problem: HelmProblem): EntityStatusItem {
  return {
    type: `helm.${problem.code}`,
    level: 'error',
    message: [problem.message, problem.wayOut].filter(Boolean).join(' '),
    error: { name: problem.code, message: problem.message },
  };
}
