import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  processingResult,
  type CatalogProcessor,
  type CatalogProcessorCache,
  type CatalogProcessorEmit,
} from '@backstage/plugin-catalog-node';
import {
  declarationDigest,
  type DeclarationContext,
} from '@backstage-helm/plugin-helm-common';
import { withStatusItems } from './statusItems';

/** What the processor remembers of an entity: one key, as the cache keeps only what was set last. */
const MEMORY = 'declaration';

type Memory = {
  digest: string;
  dependencies: string[];
};

export interface HelmAnnotationsProcessorOptions {
  context: DeclarationContext;
  /** Tells the Helm backend that an entity declares something else now. */
  publish(change: { entityRef: string; digest: string }): Promise<void>;
  /** Entities whose releases come first; undefined when nobody can say now. */
  dependenciesOf(entityRef: string): Promise<string[] | undefined>;
  logger: LoggerService;
}

/**
 * Checks what an entity declares, tells when that changed, and relates entities
 * whose releases depend on each other. Whatever goes wrong here is logged: an
 * error would keep the entity from being updated.
 */
export class HelmAnnotationsProcessor implements CatalogProcessor {
  readonly #options: HelmAnnotationsProcessorOptions;

  constructor(options: HelmAnnotationsProcessorOptions) {
    this.#options = options;
  }

  getProcessorName(): string {
    return 'HelmAnnotationsProcessor';
  }

  async postProcessEntity(
    entity: Entity,
    _location: unknown,
    emit: CatalogProcessorEmit,
    cache: CatalogProcessorCache,
  ): Promise<Entity> {
    try {
      await this.#follow(entity, emit, cache);
    } catch (error) {
      this.#complain(entity, error);
    }
    try {
      return withStatusItems(entity, this.#options.context);
    } catch (error) {
      this.#complain(entity, error);
      return entity;
    }
  }

  async #follow(
    entity: Entity,
    emit: CatalogProcessorEmit,
    cache: CatalogProcessorCache,
  ): Promise<void> {
    const before = await cache.get<Memory>(MEMORY);
    const digest = await declarationDigest(entity);
    if (!digest && !before?.digest) {
      return;
    }
    const entityRef = stringifyEntityRef(entity);
    const dependencies = await this.#dependencies(entity, before);
    dependencies.forEach(dependency => relate(entityRef, dependency, emit));
    if (digest !== before?.digest) {
      // Subscribers in this process would be waited for; they wait for us.
      this.#options
        .publish({ entityRef, digest })
        .catch(error => this.#complain(entity, error));
    }
    if (
      digest !== before?.digest ||
      dependencies.join() !== before.dependencies.join()
    ) {
      await cache.set(MEMORY, { digest, dependencies });
    }
  }

  /** Only documents depend on each other; what was known counts until somebody knows better. */
  async #dependencies(
    entity: Entity,
    before: Memory | undefined,
  ): Promise<string[]> {
    const hasDocuments = Object.keys(entity.metadata.annotations ?? {}).some(
      key => /^helm-release\/file(\.|$)/.test(key),
    );
    if (!hasDocuments) {
      return [];
    }
    const entityRef = stringifyEntityRef(entity);
    const found = await this.#options.dependenciesOf(entityRef);
    return [...new Set(found ?? before?.dependencies ?? [])]
      .filter(dependency => dependency !== entityRef)
      .sort();
  }

  #complain(entity: Entity, error: unknown): void {
    this.#options.logger.error(
      `The Helm declaration of ${stringifyEntityRef(
        entity,
      )} was not processed: ${error}`,
    );
  }
}

function relate(
  dependent: string,
  dependency: string,
  emit: CatalogProcessorEmit,
): void {
  const source = parseEntityRef(dependent);
  const target = parseEntityRef(dependency);
  emit(
    processingResult.relation({ source, type: RELATION_DEPENDS_ON, target }),
  );
  emit(
    processingResult.relation({
      source: target,
      type: RELATION_DEPENDENCY_OF,
      target: source,
    }),
  );
}
