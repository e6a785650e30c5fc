import type { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  parseLocationRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  entityFacts,
  isHelmError,
  mergeValues,
  parseAnnotations,
  parseHelmYaml,
  type HelmProblem,
  type ParsedRelease,
  type ValuesSource,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { comparableDigest } from '../digest/comparableValues';
import type { Digester } from '../digest/Digester';
import type { Declaration, ValuesLayer } from './Declaration';
import { readDeclaredFile, type DeclaredFile } from './fileReader';
import { declaredFileUrl, sourceRootOf } from './sourceRoot';

/** A declaration just read, with full values. */
export interface FreshDeclaration extends Declaration {
  /** Set when a file could not be reached: not the author's mistake. */
  readFailure?: string;
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
  now: () => number;
}

/**
 * Reads what an entity declares, with its files. Never throws for what an
 * author wrote: problems belong to the environment that they concern.
 */
export async function readDeclarations(
  entity: Entity,
  systemOwner: string | undefined,
  reading: DeclarationReading,
  onlyEnvironment?: string,
): Promise<EntityDeclarations> {
  const { config } = reading;
  const facts = entityFacts(entity, systemOwner);
  const { releases, problems } = parseAnnotations(entity, {
    environments: config.environments,
    repositories: config.repositories,
    systemOwner,
  });
  const files = new Map<string, Promise<DeclaredFile | undefined>>();
  const declarations: FreshDeclaration[] = [];
  for (const parsed of releases) {
    if (onlyEnvironment && parsed.environment !== onlyEnvironment) {
      continue;
    }
    const environment = config.environments.find(
      candidate => candidate.name === parsed.environment,
    )!;
    const read = await readLayers(entity, parsed, environment, reading, files);
    const values = mergeValues(read.layers.map(layer => layer.values));
    const valuesDigest = comparableDigest(values, reading.digester);
    const { chart, namespace, releaseName } = parsed;
    declarations.push({
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
      digest: reading.digester.json({ chart, valuesDigest }),
      wait: parsed.wait,
      timeoutSeconds: parsed.timeoutSeconds,
      rollbackOnFailure: parsed.rollbackOnFailure,
      createNamespace: parsed.createNamespace,
      sources: [...catalogSource(entity), ...read.sources],
      problems: [...parsed.problems, ...read.problems],
      readAt: new Date(reading.now()).toISOString(),
      readFailure: read.failure,
    });
  }
  return { entityRef: facts.entityRef, problems, declarations };
}

/** Catalog file first: it is where the declaration stands. */
function catalogSource(entity: Entity): { url: string }[] {
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION];
  return location?.startsWith('url:')
    ? [{ url: parseLocationRef(location).target }]
    : [];
}

async function readLayers(
  entity: Entity,
  parsed: ParsedRelease,
  environment: EnvironmentConfig,
  reading: DeclarationReading,
  files: Map<string, Promise<DeclaredFile | undefined>>,
) {
  const layers: ValuesLayer[] = [
    { name: 'helm.values', values: reading.config.values },
    { name: 'environment', values: environment.values },
  ];
  const sources: { url: string; etag?: string }[] = [];
  const problems: HelmProblem[] = [];
  let failure: string | undefined;
  for (const source of parsed.values) {
    try {
      const read = await readSource(entity, source, reading.urlReader, files);
      layers.push(read.layer);
      if (read.file) {
        sources.push({ url: read.file.url, etag: read.file.etag });
      }
    } catch (error) {
      if (!isHelmError(error)) {
        throw error;
      }
      problems.push(error.toProblem());
      if (error.code === 'FILE_UNREADABLE' && !error.details?.absent) {
        failure = error.message;
      }
    }
  }
  return { layers, sources, problems, failure };
}

async function readSource(
  entity: Entity,
  source: ValuesSource,
  urlReader: UrlReaderService,
  files: Map<string, Promise<DeclaredFile | undefined>>,
): Promise<{ layer: ValuesLayer; file?: DeclaredFile }> {
  if (source.type === 'inline') {
    return {
      layer: {
        name: source.layer,
        source: source.field,
        values: source.values,
      },
    };
  }
  const url = declaredFileUrl(sourceRootOf(entity), source.path, source.field);
  const reading =
    files.get(url) ?? readDeclaredFile(urlReader, url, source.field);
  files.set(url, reading);
  const file = (await reading)!;
  return {
    file,
    layer: {
      name: source.layer,
      source: url,
      values: parseHelmYaml(file.text, source.path),
    },
  };
}
