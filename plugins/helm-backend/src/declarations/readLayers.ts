import {
  isHelmError,
  parseHelmYaml,
  type HelmProblem,
  type ParsedRelease,
  type ValuesSource,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import type { Declaration, SecretValues, ValuesLayer } from './Declaration';
import type { ClusterObjects } from './documents/ClusterObjects';
import { documentLayers } from './documents/documentLayers';
import type { ReadFile } from './documents/readFileSet';
import type { DeclaredFile } from './fileReader';

/** Every layer of a declared release, and what could not be read of them. */
export interface ReadLayers {
  layers: ValuesLayer[];
  secretValues: SecretValues[];
  sources: Declaration['sources'];
  problems: HelmProblem[];
  /** Set when a file or the cluster could not be reached. */
  failure?: string;
}

/** Reads the values of one release, lowest layer first (DESIGN §3). */
export async function readLayers(options: {
  parsed: ParsedRelease;
  environment: EnvironmentConfig;
  config: Pick<HelmConfig, 'values'>;
  /** The file of the document, where there is one. */
  file?: DeclaredFile;
  readFile: ReadFile;
  cluster: Pick<ClusterObjects, 'configMap'>;
}): Promise<ReadLayers> {
  const { parsed, environment, config, file, readFile } = options;
  const read: ReadLayers = {
    layers: [
      { name: 'helm.values', values: config.values },
      { name: 'environment', values: environment.values },
    ],
    secretValues: [],
    sources: [],
    problems: [],
  };
  const { document, namespace } = parsed;
  if (document && file && namespace) {
    const own = await documentLayers(
      document,
      read.layers,
      { environment: environment.name, namespace, url: file.url },
      options.cluster,
    );
    read.layers.push(...own.layers);
    read.secretValues.push(...own.secretValues);
    read.problems.push(...own.problems);
    read.failure = own.failure;
  }
  for (const source of parsed.values) {
    try {
      const { layer, from } = await readSource(source, readFile);
      read.layers.push(layer);
      if (from) {
        read.sources.push({ url: from.url, etag: from.etag });
      }
    } catch (error) {
      if (!isHelmError(error)) {
        throw error;
      }
      read.problems.push(error.toProblem());
      if (error.code === 'FILE_UNREADABLE' && !error.details?.absent) {
        read.failure = error.message;
      }
    }
  }
  return read;
}

async function readSource(
  source: ValuesSource,
  readFile: ReadFile,
): Promise<{ layer: ValuesLayer; from?: DeclaredFile }> {
  if (source.type === 'inline') {
    return {
      layer: {
        name: source.layer,
        source: source.field,
        values: source.values,
      },
    };
  }
  const file = await readFile(source.path, source.field);
  return {
    from: file,
    layer: {
      name: source.layer,
      source: file.url,
      values: parseHelmYaml(file.text, source.path),
    },
  };
}
