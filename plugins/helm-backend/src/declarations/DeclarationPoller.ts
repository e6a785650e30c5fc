import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  annotationName,
  isHelmDeclared,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import { forEachLimited } from '../releases/forEachLimited';
import type { DeclarationTable } from './DeclarationTable';
import type { DeclarationWriter } from './DeclarationWriter';
import { systemOwners } from './systemOwners';

const READS_AT_ONCE = 4;
const PAGE = 250;

export interface DeclarationPollerOptions {
  config: Pick<HelmConfig, 'environments'>;
  catalog: CatalogService;
  auth: AuthService;
  writer: DeclarationWriter;
  table: DeclarationTable;
  logger: LoggerService;
}

/** Reads every declaring entity of the catalog; one broken entity hides no other. */
export class DeclarationPoller {
  readonly #options: DeclarationPollerOptions;

  constructor(options: DeclarationPollerOptions) {
    this.#options = options;
  }

  /** @throws when the catalog can't be read; then nothing is changed. */
  async poll(): Promise<void> {
    const { writer, table, logger } = this.#options;
    const entities = await this.#declaringEntities();
    const owners = await systemOwners(entities, this.#options);
    await forEachLimited(entities, READS_AT_ONCE, async entity => {
      const entityRef = stringifyEntityRef(entity);
      try {
        await writer.read(entity, owners.get(entityRef));
      } catch (error) {
        logger.warn(`Declaration of ${entityRef} could not be read: ${error}`);
        await writer.fail(entity, error as Error);
      }
    });
    const found = new Set(entities.map(stringifyEntityRef));
    const known = [...(await table.snapshot()).entities.keys()];
    await table.remove(known.filter(entityRef => !found.has(entityRef)));
  }

  async #declaringEntities(): Promise<Entity[]> {
    const { catalog, auth, config } = this.#options;
    const suffixes = [
      '',
      ...config.environments.map(environment => `.${environment.name}`),
    ];
    const keys = suffixes.flatMap(suffix =>
      (['chart', 'file'] as const).map(
        key => `metadata.annotations.${annotationName(key)}${suffix}`,
      ),
    );
    const found: Entity[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, limit: PAGE }
          : {
              filter: keys.map(key => ({ [key]: CATALOG_FILTER_EXISTS })),
              limit: PAGE,
            },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      found.push(...page.items.filter(isHelmDeclared));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return found;
  }
}
