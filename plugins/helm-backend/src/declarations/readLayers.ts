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

/** Of all layers as JSON, which every replica keeps; Helm itself stores 1 MiB. */
const MAX_LENGTH = 4 * 1024 * 1024;

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
  return JSON.stringify(read.layers).length > MAX_LENGTH
    ? {
        ...read,
        layers: read.layers.slice(0, 2),
        secretValues: [],
        problems: [...read.problems, tooLarge()],
      }
    : read;
}

function tooLarge(): HelmProblem {
  return {
    code: 'FILE_TOO_LARGE',
    field: 'values',
    message: `All values of the release together are longer than ${MAX_LENGTH} characters.`,
    wayOut: 'Leave out what the chart sets by itself.',
  };
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
