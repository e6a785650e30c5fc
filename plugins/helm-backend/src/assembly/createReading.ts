import type {
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  UrlReaderService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import { DefaultAuthorizer } from '../authorization/DefaultAuthorizer';
import { createEntityFacts } from '../authorization/createEntityFacts';
import { createMemberships } from '../authorization/memberships';
import { registerPermissions } from '../authorization/registerPermissions';
import { ReleaseDirectory } from '../authorization/ReleaseDirectory';
import type { ChartSource } from '../charts';
import { DefaultClusterAccess } from '../clusters/DefaultClusterAccess';
import type { HelmConfig } from '../config/HelmConfig';
import { createChartSchemas } from '../declarations/chartSchemas';
import { createClusterObjects } from '../declarations/documents/createClusterObjects';
import { createReadVersions } from '../declarations/documents/suggestVersion';
import { createDeclaredReader } from '../declarations/createDeclaredReader';
import { DeclarationPoller } from '../declarations/DeclarationPoller';
import { DeclarationTable } from '../declarations/DeclarationTable';
import { DeclarationWriter } from '../declarations/DeclarationWriter';
import { DefaultDeclarationStore } from '../declarations/DefaultDeclarationStore';
import { comparableDigest, type SecretPlace } from '../digest/comparableValues';
import type { Digester } from '../digest/Digester';
import { createStores } from '../operations';
import { createStateReader } from '../releases/createStateReader';
import { DefaultReleaseStore } from '../releases/DefaultReleaseStore';
import { createOwnershipProbe } from '../releases/ownership';
import { PublishedVersions } from '../releases/publishedVersions';
import { ReleaseLister } from '../releases/ReleaseLister';
import { RevisionReader } from '../releases/RevisionReader';
import { RevisionRecords } from '../releases/RevisionRecords';
import { TargetAssembler } from '../releases/TargetAssembler';
import { waitFor } from '../releases/waitFor';
import { createSecretRuns } from '../secretValues/createSecretRuns';
import { secretPathsOf } from '../secretValues/secretPathsOf';
import type { ReadContext } from '../router/ReadContext';
import { createStatusReader } from '../sync/createStatusReader';
import { createSyncLookup } from '../sync/createSyncLookup';
import { createOperationLookup } from './createOperationLookup';

export interface ReadingDependencies {
  config: HelmConfig;
  /** The plugin's database, migrated. */
  knex: Knex;
  digester: Digester;
  charts: Pick<ChartSource, 'versions' | 'fetch' | 'known'>;
  catalog: CatalogService;
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  urlReader: UrlReaderService;
  logger: LoggerService;
  isDurable: boolean;
  now: () => number;
}

/** The read path: clusters, index, declarations, authorization and their views. */
export function createReading(dependencies: ReadingDependencies) {
  const { config, knex, digester, now, logger } = dependencies;
  const startedAt = now();
  const valuesDigest = (
    values: Record<string, unknown>,
    places?: readonly SecretPlace[],
  ) => comparableDigest(values, digester, places);
  const secretRuns = createSecretRuns(dependencies);
  const { bindings, overrides, successes } = createStores(knex);
  const clusters = new DefaultClusterAccess({ config, now });
  const table = new DeclarationTable(knex);
  const listeners = new Set<() => void>();
  const declared = () => listeners.forEach(listener => listener());
  const reads = {
    ...dependencies,
    cluster: createClusterObjects({ clusters }),
    readVersions: createReadVersions(dependencies.charts),
  };
  const writer = new DeclarationWriter({
    ...reads,
    table,
    schemas: createChartSchemas(dependencies),
  });
  const declarations = new DefaultDeclarationStore({
    ...reads,
    table,
    writer,
    onRefreshed: declared,
  });
  const store = new DefaultReleaseStore({
    config,
    clusters,
    logger,
    now,
    random: Math.random,
    wait: waitFor,
    valuesDigest: values => valuesDigest(values),
    secretPaths: async ref => secretPathsOf(ref, { secretRuns, declarations }),
  });
  const poller = new DeclarationPoller({ ...dependencies, table, writer });
  const directory = new ReleaseDirectory({
    config,
    bindings,
    declarations,
    entities: createEntityFacts(dependencies),
  });
  const authorizer = new DefaultAuthorizer({
    ...dependencies,
    directory,
    memberships: createMemberships(dependencies),
    applies: registerPermissions(dependencies.permissionsRegistry, directory),
  });
  const knowledge = {
    store,
    declarations,
    bindings,
    overrides,
    successes,
    secretRuns,
    operations: createOperationLookup(knex, dependencies.isDurable),
    sync: createSyncLookup(knex, config),
  };
  const records = new RevisionRecords(knowledge);
  const views = {
    config,
    knowledge,
    authorizer,
    records,
    valuesDigest,
    secretRuns,
    now,
    startedAt,
  };
  const readSync = createStatusReader(views);
  const context: ReadContext = {
    config,
    clusters,
    authorizer,
    declarations,
    declared: createDeclaredReader({
      ...dependencies,
      declarations,
      authorizer,
      digest: text => digester.text(text),
    }),
    knowledge,
    httpAuth: dependencies.httpAuth,
    catalog: dependencies.catalog,
    isDurable: dependencies.isDurable,
    now,
    targets: new TargetAssembler({
      ...views,
      readSync,
      published: new PublishedVersions(dependencies),
    }),
    lister: new ReleaseLister(views),
    revisions: new RevisionReader({ ...views, charts: dependencies.charts }),
  };
  return {
    ...knowledge,
    context,
    clusters,
    authorizer,
    poller,
    valuesDigest,
    readSync,
    stateOf: createStateReader(views),
    /** Told whenever declarations were read; what they say may be as before. */
    onDeclared(listener: () => void) {
      listeners.add(listener);
    },
    /** Reads every declaration of the catalog. */
    async readDeclared() {
      await poller.poll();
      declared();
    },
    probeOwner: createOwnershipProbe({ config, clusters, store }),
    async stop() {
      await store.stop();
      await clusters.close();
    },
  };
}

/** What the rest of the plugin takes from the read path. */
export type Reading = ReturnType<typeof createReading>;
