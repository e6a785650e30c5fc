import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  entityFacts,
  HELM_ANNOTATION_PREFIX,
  isHelmError,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import { hideSecrets } from '../digest/comparableValues';
import type { ChartSchemas } from './chartSchemas';
import type { DeclarationTable, DeclaredEntity } from './DeclarationTable';
import { readDeclaredFile } from './fileReader';
import { keepLastGood } from './keepLastGood';
import {
  readDeclarations,
  type DeclarationReading,
  type FreshDeclaration,
} from './readDeclarations';
import { readRevisions } from './readRevisions';

/** Another one when what a row holds of the same declaration changes. */
const FORM = 3;

export interface DeclarationWriterOptions extends DeclarationReading {
  config: HelmConfig;
  table: DeclarationTable;
  schemas: ChartSchemas;
}

/** Reads what entities declare into the table; nothing secret gets there. */
export class DeclarationWriter {
  readonly #options: DeclarationWriterOptions;

  constructor(options: DeclarationWriterOptions) {
    this.#options = options;
  }

  /**
   * Reads one entity's declarations and stores what came of it.
   *
   * @param commit - that brought them, where somebody told it
   */
  async read(
    entity: Entity,
    systemOwner: string | undefined,
    commit?: string,
  ): Promise<void> {
    const entityRef = stringifyEntityRef(entity);
    const before = await this.#entity(entityRef);
    const fingerprint = this.#fingerprint(entity, systemOwner);
    if (
      before?.fingerprint === fingerprint &&
      (await this.#isUnchanged(before))
    ) {
      await this.#options.table.put({
        ...before,
        // The chart may have told by now what is secret.
        declarations: await Promise.all(
          before.declarations.map(declaration =>
            this.#hide({
              ...declaration,
              readAt: new Date(this.#options.now()).toISOString(),
            }),
          ),
        ),
      });
      return;
    }
    const read = await readDeclarations(entity, systemOwner, this.#options);
    const hidden = await Promise.all(
      read.declarations.map(fresh => this.#hide(fresh)),
    );
    const earlier = before?.declarations ?? [];
    await this.#options.table.put({
      entityRef,
      problems: read.problems,
      fingerprint,
      readAt: this.#options.now(),
      declarations: await readRevisions(
        keepLastGood(hidden, earlier),
        earlier,
        { commit, urlReader: this.#options.urlReader },
      ),
    });
  }

  /** Keeps an entity that could not be read at all, with the reason. */
  async fail(entity: Entity, error: Error): Promise<void> {
    const entityRef = stringifyEntityRef(entity);
    const before = await this.#entity(entityRef);
    const problem: HelmProblem = isHelmError(error)
      ? error.toProblem()
      : {
          code: 'FILE_UNREADABLE',
          message: `The declaration could not be read: ${error.message}.`,
          wayOut: 'It is tried again soon; nothing was changed.',
        };
    await this.#options.table.put({
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

  async #hide(fresh: FreshDeclaration): Promise<FreshDeclaration> {
    const { config, digester, schemas } = this.#options;
    const schema =
      fresh.chart && !fresh.problems.length
        ? await schemas.read(fresh.chart)
        : undefined;
    const rules = { patterns: config.secretKeys, schema };
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
      form: FORM,
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
      if (
        declaration.staleBecause ||
        declaration.asksCluster ||
        declaration.problems.length
      ) {
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

  async #entity(entityRef: string): Promise<DeclaredEntity | undefined> {
    const { stored } = await this.#options.table.snapshot();
    return stored.get(entityRef);
  }
}
