import {
  HelmError,
  isHelmError,
  mergeValues,
  type HelmProblem,
  type ReleaseDocument,
  type ValuesMap,
  type ValuesReference,
} from '@backstage-helm/plugin-helm-common';
import { MASK } from '../../redaction/SecretMasks';
import type { SecretValues, ValuesLayer } from '../Declaration';
import { layerAt, parseTargetPath } from '../targetPath';
import { valuesOfText } from '../valuesReference';
import type { ClusterObjects } from './ClusterObjects';

/** What a document gives to the values, and what of Secrets belongs to it. */
export interface DocumentLayers {
  layers: ValuesLayer[];
  secretValues: SecretValues[];
  problems: HelmProblem[];
  /** Set when the cluster could not be asked. */
  failure?: string;
}

/** Where the values of a document are looked for. */
export interface DocumentPlace {
  environment: string;
  /** Of the release; other namespaces are not read. */
  namespace: string;
  /** URL of the file. */
  url: string;
}

/**
 * The values of a document as Flux orders them: whole documents of
 * `valuesFrom` first, then `values`, then what goes to a path. Of Secrets only
 * the place is known, never the content.
 */
export async function documentLayers(
  document: ReleaseDocument,
  below: readonly ValuesLayer[],
  place: DocumentPlace,
  cluster: Pick<ClusterObjects, 'configMap'>,
): Promise<DocumentLayers> {
  const found: DocumentLayers = { layers: [], secretValues: [], problems: [] };
  let merged: ValuesMap = {};
  const lay = (layer: ValuesLayer) => {
    if (layer.secret === undefined) {
      merged = mergeValues([merged, layer.values]);
    }
  };
  below.forEach(lay);
  const push = (layer: ValuesLayer) => {
    lay(layer);
    found.layers.push(layer);
  };
  const add = async (references: readonly ValuesReference[]) => {
    for (const reference of references) {
      try {
        checkNamespace(reference, place);
        const layer =
          reference.kind === 'Secret'
            ? secretLayer(reference, place, merged, found.secretValues)
            : await configMapLayer(reference, place, merged, cluster);
        if (layer) {
          push(layer);
        }
      } catch (error) {
        if (!isHelmError(error)) {
          throw error;
        }
        found.problems.push(error.toProblem());
        found.failure ??= unreached(error);
      }
    }
  };
  await add(document.valuesFrom.filter(({ targetPath }) => !targetPath));
  push({ name: 'document', source: place.url, values: document.values });
  await add(document.valuesFrom.filter(({ targetPath }) => targetPath));
  return found;
}

/** A cluster that is away takes no declaration away. */
export function unreached(error: HelmError): string | undefined {
  return ['CLUSTER_UNREACHABLE', 'CLUSTER_CREDENTIALS_REFUSED'].includes(
    error.code,
  )
    ? error.message
    : undefined;
}

function checkNamespace(
  { kind, name, namespace, field }: ValuesReference,
  place: DocumentPlace,
): void {
  if (namespace !== undefined && namespace !== place.namespace) {
    throw new HelmError({
      code: 'VALUES_SOURCE_UNREADABLE',
      field,
      message: `${kind} ${name} is in the namespace ${namespace}, the release in ${place.namespace}.`,
      wayOut: `Put it into ${place.namespace}: values are read in the release's own namespace only.`,
    });
  }
}

function sourceOf(
  { kind, name, key }: ValuesReference,
  { namespace }: DocumentPlace,
): string {
  return `${kind} ${namespace}/${name} ${key}`;
}

function secretLayer(
  reference: ValuesReference,
  place: DocumentPlace,
  below: Record<string, unknown>,
  secretValues: SecretValues[],
): ValuesLayer {
  const { name, key, targetPath, optional, literal, field } = reference;
  const values = targetPath
    ? layerAt(below, parseTargetPath(targetPath, field), MASK)
    : Object.fromEntries([[name, MASK]]);
  secretValues.push({ name, key, targetPath, optional, literal, field });
  return {
    name: 'valuesFrom',
    source: sourceOf(reference, place),
    values,
    secret: secretValues.length - 1,
  };
}

async function configMapLayer(
  reference: ValuesReference,
  place: DocumentPlace,
  below: Record<string, unknown>,
  cluster: Pick<ClusterObjects, 'configMap'>,
): Promise<ValuesLayer | undefined> {
  const { name, key, optional, field } = reference;
  const source = sourceOf(reference, place);
  const data = await readable(
    cluster.configMap(place.environment, place.namespace, name),
    reference,
    place,
  );
  if (data && Object.hasOwn(data, key)) {
    return {
      name: 'valuesFrom',
      source,
      values: valuesOfText(data[key], { ...reference, field: source }, below),
    };
  }
  if (optional) {
    return undefined;
  }
  throw new HelmError({
    code: 'VALUES_SOURCE_UNREADABLE',
    field,
    message: data
      ? `ConfigMap ${place.namespace}/${name} has no key ${key}.`
      : `There is no ConfigMap ${place.namespace}/${name} in ${place.environment}.`,
    wayOut: 'Create it, correct its name, or write "optional: true".',
  });
}

async function readable<T>(
  reading: Promise<T>,
  { name, field }: ValuesReference,
  { environment, namespace }: DocumentPlace,
): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      throw new HelmError(
        {
          code: 'VALUES_SOURCE_UNREADABLE',
          field,
          message: `The reader of ${environment} may not read ConfigMap ${namespace}/${name}.`,
          wayOut: `A platform engineer can grant it "get" on configmaps in ${namespace}.`,
        },
        { cause: error },
      );
    }
    throw error;
  }
}
