import type { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  parseLocationRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  entityFacts,
  environmentProblems,
  isNamespaceGranted,
  mergeValues,
  parseAnnotations,
  type EntityFacts,
  type HelmProblem,
  type ParsedRelease,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { comparableDigest } from '../digest/comparableValues';
import type { Digester } from '../digest/Digester';
import type { Declaration } from './Declaration';
import type { ClusterObjects } from './documents/ClusterObjects';
import { noting } from './documents/noting';
import { readDocuments } from './documents/readDocuments';
import {
  readFileSet,
  type FileSet,
  type ReadFile,
} from './documents/readFileSet';
import { withSuggestion, type ReadVersions } from './documents/suggestVersion';
import { readDeclaredFile, type DeclaredFile } from './fileReader';
import { readLayers } from './readLayers';
import { declaredFileUrl, sourceRootOf } from './sourceRoot';

/** A declaration just read, with full values. */
export interface FreshDeclaration extends Declaration {
  /** Set when a file or cluster could not be reached: not the author's mistake. */
  readFailure?: string;
  /**
   * Set when a file of documents could not be read: whether a release that it
   * declared before would still be where it may be.
   */
  mayKeep?: (release: ReleaseRef) => boolean;
}

export interface EntityDeclarations {
  entityRef: string;
  problems: HelmProblem[];
  declarations: FreshDeclaration[];
}

export interface DeclarationReading {
  config: Pick<
    HelmConfig,
    'environments' | 'repositories' | 'values' | 'secretKeys'
  >;
  urlReader: UrlReaderService;
  digester: Digester;
  /** What documents refer to. */
  cluster: ClusterObjects;
  /** For the pin that is proposed in the place of a range. */
  readVersions: ReadVersions;
  now: () => number;
}

/**
 * Reads what an entity declares, with its files. Never throws for what an
 * author wrote: problems belong to the release that they concern.
 */
export async function readDeclarations(
  entity: Entity,
  systemOwner: string | undefined,
  given: DeclarationReading,
  onlyEnvironment?: string,
): Promise<EntityDeclarations> {
  const { config, urlReader } = given;
  const facts = entityFacts(entity, systemOwner);
  const parsed = parseAnnotations(entity, {
    environments: config.environments,
    repositories: config.repositories,
    systemOwner,
  });
  const problems = new Map<string, HelmProblem>();
  const tell = (told: HelmProblem[]) =>
    told.forEach(problem => problems.set(JSON.stringify(problem), problem));
  tell(parsed.problems);
  const readFile = fileReaderOf(entity, urlReader);
  const sets = new Map<string, Promise<FileSet>>();
  const declarations: FreshDeclaration[] = [];
  const asked = noting(given.cluster);
  const reading = { ...given, cluster: asked.cluster };
  for (const release of parsed.releases) {
    if (!onlyEnvironment || release.environment === onlyEnvironment) {
      const target = {
        entity,
        facts,
        environment: config.environments.find(
          candidate => candidate.name === release.environment,
        )!,
        readFile,
      };
      const { file } = release;
      if (file) {
        const key = JSON.stringify(file.paths);
        const set = await (sets.get(key) ?? readFileSet(file, readFile));
        sets.set(key, Promise.resolve(set));
        tell(environmentProblems(set.documents, config.environments));
        declarations.push(
          ...(await ofDocuments(target, release, set, reading)),
        );
      } else {
        const suggested = {
          ...release,
          problems: await withSuggestion(
            release.problems,
            release.unpinned,
            reading.readVersions,
          ),
        };
        declarations.push(await declare(target, suggested, reading));
      }
    }
  }
  return {
    entityRef: facts.entityRef,
    problems: [...problems.values()],
    declarations: asked.isAsked()
      ? declarations.map(each => ({ ...each, asksCluster: true }))
      : declarations,
  };
}

/** The entity's place in one environment. */
interface Target {
  entity: Entity;
  facts: EntityFacts;
  environment: EnvironmentConfig;
  readFile: ReadFile;
}

async function ofDocuments(
  target: Target,
  parsed: ParsedRelease,
  set: FileSet,
  reading: DeclarationReading,
): Promise<FreshDeclaration[]> {
  const { environment, facts } = target;
  const read = await readDocuments(parsed, set, environment, facts, reading);
  const declarations: FreshDeclaration[] = [];
  for (const release of read.releases) {
    const file = set.fileOf.get(release.parsed.document!);
    const fresh = await declare(target, release.parsed, reading, file);
    declarations.push({
      ...fresh,
      readFailure: release.failure ?? fresh.readFailure,
    });
  }
  const problems = [...set.problems, ...read.problems];
  if (problems.length) {
    declarations.push({
      ...(await declare(target, { ...parsed, values: [] }, reading)),
      release: undefined,
      problems: [...parsed.problems, ...problems],
      readFailure: set.failure,
      mayKeep: ({ namespace, cluster }) =>
        cluster === environment.cluster &&
        [undefined, namespace].includes(parsed.namespace) &&
        isNamespaceGranted(namespace, environment, facts),
    });
  }
  return declarations;
}

async function declare(
  { entity, facts, environment, readFile }: Target,
  parsed: ParsedRelease,
  reading: DeclarationReading,
  file?: DeclaredFile,
): Promise<FreshDeclaration> {
  const { digester, config, cluster, now } = reading;
  const read = await readLayers({
    parsed,
    environment,
    config,
    file,
    readFile,
    cluster,
  });
  const values = mergeValues(
    read.layers
      .filter(({ secret }) => secret === undefined)
      .map(layer => layer.values),
  );
  const valuesDigest = comparableDigest(values, digester, read.secretValues);
  const { chart, namespace, releaseName, document } = parsed;
  return {
    entityRef: facts.entityRef,
    owner: facts.owner,
    system: facts.system,
    systemOwner: facts.systemOwner,
    environment: environment.name,
    release:
      namespace && releaseName
        ? { cluster: environment.cluster, namespace, name: releaseName }
        : undefined,
    chart,
    layers: read.layers,
    values,
    valuesDigest,
    digest: digester.json({ chart, valuesDigest }),
    wait: parsed.wait,
    timeoutSeconds: parsed.timeoutSeconds,
    rollbackOnFailure: parsed.rollbackOnFailure,
    createNamespace: parsed.createNamespace,
    sources: [
      ...catalogSource(entity),
      ...(file ? [{ url: file.url, etag: file.etag }] : []),
      ...read.sources,
    ],
    problems: [...parsed.problems, ...read.problems],
    warnings: parsed.warnings?.length ? parsed.warnings : undefined,
    document: document &&
      file && {
        format: document.format,
        name: document.name,
        namespace: document.namespace,
        url: file.url,
      },
    dependsOn: document?.dependsOn.length ? document.dependsOn : undefined,
    secretValues: read.secretValues.length ? read.secretValues : undefined,
    readAt: new Date(now()).toISOString(),
    readFailure: read.failure,
  };
}

/** Reads each file once, for all environments and documents. */
function fileReaderOf(entity: Entity, urlReader: UrlReaderService): ReadFile {
  const files = new Map<string, Promise<DeclaredFile | undefined>>();
  return async (path, field) => {
    const url = declaredFileUrl(sourceRootOf(entity), path, field);
    const reading = files.get(url) ?? readDeclaredFile(urlReader, url, field);
    files.set(url, reading);
    return (await reading)!;
  };
}

/** Catalog file first: it is where the declaration stands. */
function catalogSource(entity: Entity): { url: string }[] {
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION];
  return location?.startsWith('url:')
    ? [{ url: parseLocationRef(location).target }]
    : [];
}
