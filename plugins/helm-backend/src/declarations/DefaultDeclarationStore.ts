import type {
  AuthService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  entityFacts,
  HELM_ANNOTATION_PREFIX,
  HelmError,
  isHelmDeclared,
  isHelmError,
  stringifyReleaseRef,
  type HelmProblem,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import { hideSecrets } from '../digest/comparableValues';
import type { Digester } from '../digest/Digester';
import type { Declaration, DeclarationStore } from './Declaration';
import type { DeclarationTable, DeclaredEntity } from './DeclarationTable';
import { readDeclaredFile } from './fileReader';
import {
  readDeclarations,
  type DeclarationReading,
  type FreshDeclaration,
} from './readDeclarations';

export interface DeclarationStoreOptions {
  config: HelmConfig;
  table: DeclarationTable;
  catalog: CatalogService;
  auth: AuthService;
  urlReader: UrlReaderService;
  digester: Digester;
  now: () => number;
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
    const found =
      entity &&
      (
        await readDeclarations(
          entity,
          (await this.systemOwners([entity])).get(entityRef),
          this.#reading,
          environment,
        )
      ).declarations[0];
    const wanted = stringifyReleaseRef(ref);
    if (
      !found ||
      (found.release && stringifyReleaseRef(found.release) !== wanted)
    ) {
      throw new HelmError(
        {
          code: 'NOT_DECLARED',
          message: `${entityRef} does not declare ${wanted} for ${environment}.`,
          wayOut: `Declare it with ${HELM_ANNOTATION_PREFIX}chart and ${HELM_ANNOTATION_PREFIX}version on the entity, for one of ${config.environments
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

  /** Callers at the same time share one reading. */
  async refresh(entityRef: string): Promise<Declaration[]> {
    const running =
      this.#refreshing.get(entityRef) ??
      this.#refresh(entityRef).finally(() =>
        this.#refreshing.delete(entityRef),
      );
    this.#refreshing.set(entityRef, running);
    return running;
  }

  async #refresh(entityRef: string): Promise<Declaration[]> {
    const { catalog, auth, table } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity || !isHelmDeclared(entity)) {
      await table.remove([entityRef]);
      return [];
    }
    const owners = await this.systemOwners([entity]);
    await this.read(entity, owners.get(entityRef));
    return this.ofEntity(entityRef);
  }

  /** Reads one entity's declarations and stores what came of it. */
  async read(entity: Entity, systemOwner: string | undefined): Promise<void> {
    const entityRef = stringifyEntityRef(entity);
    const before = await this.entity(entityRef);
    const fingerprint = this.#fingerprint(entity, systemOwner);
    if (
      before?.fingerprint === fingerprint &&
      (await this.#isUnchanged(before))
    ) {
      await this.#store({
        ...before,
        declarations: before.declarations.map(declaration => ({
          ...declaration,
          readAt: new Date(this.#options.now()).toISOString(),
        })),
      });
      return;
    }
    const read = await readDeclarations(entity, systemOwner, this.#reading);
    await this.#store({
      entityRef,
      problems: read.problems,
      fingerprint,
      readAt: this.#options.now(),
      declarations: read.declarations.map(fresh =>
        keepLastGood(
          this.#hide(fresh),
          before?.declarations.find(
            earlier => earlier.environment === fresh.environment,
          ),
        ),
      ),
    });
  }

  /** Keeps an entity that could not be read at all, with the reason. */
  async fail(entity: Entity, error: Error): Promise<void> {
    const entityRef = stringifyEntityRef(entity);
    const before = await this.entity(entityRef);
    const problem: HelmProblem = isHelmError(error)
      ? error.toProblem()
      : {
          code: 'FILE_UNREADABLE',
          message: `The declaration could not be read: ${error.message}.`,
          wayOut: 'It is tried again soon; nothing was changed.',
        };
    await this.#store({
      entityRef,
      problems: [problem],
      // Not what was read: the next poll reads again.
      fingerprint: '',
      readAt: this.#options.now(),
      declarations: (before?.declarations ?? []).map(declaration => ({
        ...declaration,
        staleBecause: problem.message,
      })),
    });
  }

  /** Owners of the entities' Systems, by the entity's ref. */
  async systemOwners(entities: Entity[]): Promise<Map<string, string>> {
    const { catalog, auth } = this.#options;
    const systems = entities.map(entity => entityFacts(entity).system);
    const refs = [...new Set(systems.filter(system => system !== undefined))];
    const owners = new Map<string, string>();
    if (!refs.length) {
      return owners;
    }
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs: refs },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    entities.forEach((entity, index) => {
      const system = items[refs.indexOf(systems[index] ?? '')];
      const owner = system && entityFacts(system).owner;
      if (owner) {
        owners.set(stringifyEntityRef(entity), owner);
      }
    });
    return owners;
  }

  async #store(entity: DeclaredEntity): Promise<void> {
    await this.#options.table.put(entity);
  }

  #hide(fresh: FreshDeclaration): FreshDeclaration {
    const { config, digester } = this.#options;
    const rules = { patterns: config.secretKeys };
    const hide = (values: Record<string, unknown>) =>
      hideSecrets(values, rules, digester);
    return {
      ...fresh,
      values: hide(fresh.values),
      layers: fresh.layers.map(layer => ({
        ...layer,
        values: hide(layer.values),
      })),
    };
  }

  /** Digest of everything but the files that the declarations depend on. */
  #fingerprint(entity: Entity, systemOwner: string | undefined): string {
    const { digester, config } = this.#options;
    const annotations = entity.metadata.annotations ?? {};
    return digester.json({
      facts: entityFacts(entity, systemOwner),
      annotations: Object.entries(annotations).filter(
        ([name]) =>
          name.startsWith(HELM_ANNOTATION_PREFIX) ||
          name === ANNOTATION_LOCATION,
      ),
      environments: config.environments,
      repositories: config.repositories.map(({ name, url }) => [name, url]),
      values: config.values,
    });
  }

  async #isUnchanged(before: DeclaredEntity): Promise<boolean> {
    const sources = new Map<string, string | undefined>();
    for (const declaration of before.declarations) {
      if (declaration.staleBecause || declaration.problems.length) {
        return false;
      }
      // The first source is the catalog file, whose content the entity is.
      for (const { url, etag } of declaration.sources.slice(1)) {
        sources.set(url, etag);
      }
    }
    for (const [url, etag] of sources) {
      if (!etag) {
        return false;
      }
      try {
        const { urlReader } = this.#options;
        if (
          await readDeclaredFile(urlReader, url, 'helm-release/values', etag)
        ) {
          return false;
        }
      } catch {
        // Read in full, where the failure is kept with its reason.
        return false;
      }
    }
    return true;
  }
}

/** A host that is away does not take a declaration away. */
function keepLastGood(
  { readFailure, ...fresh }: FreshDeclaration,
  before: Declaration | undefined,
): Declaration {
  return readFailure && before && !before.problems.length
    ? { ...before, staleBecause: readFailure }
    : fresh;
}
