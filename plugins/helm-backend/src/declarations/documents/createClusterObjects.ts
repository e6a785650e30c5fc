import {
  isHelmError,
  parseSourceDocument,
  type SourceDocument,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess, KubeClient } from '../../clusters/KubeClient';
import { pathSegment } from '../../clusters/pathSegment';
import type { ClusterObjects } from './ClusterObjects';

/** Kinds that say where a chart is, newest served version first. */
const sourceKinds: Record<string, { plural: string; versions: string[] }> = {
  HelmRepository: { plural: 'helmrepositories', versions: ['v1', 'v1beta2'] },
  OCIRepository: { plural: 'ocirepositories', versions: ['v1', 'v1beta2'] },
  HelmChart: { plural: 'helmcharts', versions: ['v1', 'v1beta2'] },
};

/** Reads with the reader of each environment; nothing is kept. */
export function createClusterObjects(options: {
  clusters: Pick<ClusterAccess, 'reader'>;
}): ClusterObjects {
  const { clusters } = options;
  return {
    async source(environment, { kind, namespace, name }) {
      const known = Object.hasOwn(sourceKinds, kind)
        ? sourceKinds[kind]
        : undefined;
      if (!known) {
        return undefined;
      }
      const client = await clusters.reader(environment);
      for (const version of known.versions) {
        const apiVersion = `source.toolkit.fluxcd.io/${version}`;
        const body = await getVisible(
          client,
          `/apis/${apiVersion}/namespaces/${pathSegment(namespace)}/${
            known.plural
          }/${pathSegment(name)}`,
        );
        if (body) {
          return toSource({ apiVersion, kind, name, namespace }, body.spec);
        }
      }
      return undefined;
    },

    async configMap(environment, namespace, name) {
      const client = await clusters.reader(environment);
      const { status, body } = await client.request(
        'GET',
        `/api/v1/namespaces/${pathSegment(namespace)}/configmaps/${pathSegment(
          name,
        )}`,
      );
      return status === 200 ? body.data ?? {} : undefined;
    },
  };
}

/** A kind that is not installed, an object that is not there, or not visible. */
async function getVisible(
  client: KubeClient,
  path: string,
): Promise<any | undefined> {
  try {
    const { status, body } = await client.request('GET', path);
    return status === 200 ? body : undefined;
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      return undefined;
    }
    throw error;
  }
}

/** The same reading as of a file; where its credentials are is not looked at. */
function toSource(
  object: { apiVersion: string; kind: string; name: string; namespace: string },
  given: any,
): SourceDocument | undefined {
  const { apiVersion, kind, name, namespace } = object;
  const { url, chart, version, ref, sourceRef } = given ?? {};
  const read = parseSourceDocument(
    {
      apiVersion,
      kind,
      metadata: { name, namespace },
      spec: { url, chart, version, ref, sourceRef },
    },
    `${kind} ${namespace}/${name}`,
  );
  return (
    read && {
      ...read,
      // It means its own namespace, whoever follows it.
      sourceRef: read.sourceRef && { namespace, ...read.sourceRef },
    }
  );
}
