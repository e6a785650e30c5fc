import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  HELM_ANNOTATION_PREFIX,
  HelmError,
  isHelmDeclared,
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import type { Declaration, DeclarationStore } from './Declaration';
import type { DeclarationTable, DeclaredEntity } from './DeclarationTable';
import type { DeclarationWriter } from './DeclarationWriter';
import { readDeclarations, type DeclarationReading } from './readDeclarations';
import { resolveDependencies } from './resolveDependencies';
import { systemOwners } from './systemOwners';

export interface DeclarationStoreOptions extends DeclarationReading {
  config: HelmConfig;
  table: DeclarationTable;
  writer: DeclarationWriter;
  catalog: CatalogService;
  auth: AuthService;
  /** An entity was read again. */
  onRefreshed?: () => void;
}

/** Declarations in the database, read from the catalog and its repositories. */
export class DefaultDeclarationStore implements DeclarationStore {
  readonly #options: DeclarationStoreOptions;
  readonly #reading: DeclarationReading;
  readonly #refreshing = new Map<string, Promise<Declaration[]>>();

  constructor(options: DeclarationStoreOptions) {
    this.#options = options;
    this.#reading = options;
  }

  async ofEntity(entityRef: string): Promise<Declaration[]> {
    return (await this.entity(entityRef))?.declarations ?? [];
  }

  /** The entity's row, with the problems of its declaration as a whole. */
  async entity(entityRef: string): Promise<DeclaredEntity | undefined> {
    const { entities } = await this.#options.table.snapshot();
    return entities.get(entityRef);
  }

  /** Every entity that declares something. */
  async entities(): Promise<DeclaredEntity[]> {
    const { entities } = await this.#options.table.snapshot();
    return [...entities.values()];
  }

  async ofRelease(ref: ReleaseRef): Promise<Declaration[]> {
    const { byRelease } = await this.#options.table.snapshot();
    return byRelease.get(stringifyReleaseRef(ref)) ?? [];
  }

  async all(): Promise<Declaration[]> {
    const { entities } = await this.#options.table.snapshot();
    return [...entities.values()].flatMap(entity => entity.declarations);
  }

  async resolve(
    entityRef: string,
    environment: string,
    ref: ReleaseRef,
  ): Promise<Declaration> {
    const { config, catalog, auth } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    const wanted = stringifyReleaseRef(ref);
    const read = entity
      ? await readDeclarations(
          entity,
          (await systemOwners([entity], this.#options)).get(entityRef),
          this.#reading,
          environment,
        )
      : undefined;
    const found = read && (await this.#wanted(read.declarations, wanted));
    if (!found) {
      throw new HelmError(
        {
          code: 'NOT_DECLARED',
          message: `${entityRef} does not declare ${wanted} for ${environment}.`,
          wayOut: `Declare it with ${HELM_ANNOTATION_PREFIX}chart and ${HELM_ANNOTATION_PREFIX}version on the entity, or in a document of ${HELM_ANNOTATION_PREFIX}file, for one of ${config.environments
            .map(candidate => candidate.name)
            .join(', ')}.`,
        },
        { status: 409 },
      );
    }
    const [problem] = found.problems;
    if (problem) {
      throw new HelmError(problem, { status: 409 });
    }
    return found;
  }

  /**
   * The release that is asked for, after what all others say by now. What is
   * too broken to name a release may be it.
   */
  async #wanted(
    fresh: Declaration[],
    wanted: string,
  ): Promise<Declaration | undefined> {
    const [first] = fresh;
    if (!first) {
      return undefined;
    }
    const others = (await this.all()).filter(
      each =>
        each.entityRef !== first.entityRef ||
        each.environment !== first.environment,
    );
    const all = resolveDependencies([...fresh, ...others]).slice(
      0,
      fresh.length,
    );
    return (
      all.find(
        ({ release }) => release && stringifyReleaseRef(release) === wanted,
      ) ?? all.find(({ release }) => !release)
    );
  }

  /**
   * Callers at the same time share one reading; with a commit, one that began
   * after it.
   */
  async refresh(
    entityRef: string,
    options: { commit?: string } = {},
  ): Promise<Declaration[]> {
    const earlier = this.#refreshing.get(entityRef);
    if (earlier && !options.commit) {
      return earlier;
    }
    const reading = Promise.allSettled([earlier])
      .then(() => this.#refresh(entityRef, options.commit))
      .finally(() => {
        if (this.#refreshing.get(entityRef) === reading) {
          this.#refreshing.delete(entityRef);
        }
        this.#options.onRefreshed?.();
      });
    this.#refreshing.set(entityRef, reading);
    return reading;
  }

  /**
   * Whether the catalog itself answers, now, that the entity is not there or has
   * nothing of Helm's. One whose annotations are misspelt, name no environment
   * or name another release is there.
   *
   * @throws Error when the catalog does not answer
   */
  async isUndeclared(entityRef: string): Promise<boolean> {
    const { catalog, auth } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    return !Object.keys(entity?.metadata.annotations ?? {}).some(key =>
      key.startsWith(HELM_ANNOTATION_PREFIX),
    );
  }

  async #refresh(
    entityRef: string,
    commit: string | undefined,
  ): Promise<Declaration[]> {
    const { catalog, auth, table } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity || !isHelmDeclared(entity)) {
      await table.remove([entityRef]);
      return [];
    }
    const owners = await systemOwners([entity], this.#options);
    await this.#options.writer.read(entity, owners.get(entityRef), commit);
    return this.ofEntity(entityRef);
  }
}
