import {
  HelmError,
  isHelmError,
  type HelmProblem,
  type ManifestObject,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { isDeepStrictEqual } from 'node:util';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import { ApiDiscovery, apiPath } from '../resources/ApiDiscovery';

/** More than these are counted, not listed. */
const LISTED = 10;

/**
 * What applying these objects as Helm would change in the cluster; none =
 * nothing. It is found out by a dry run of each, with the deployer's identity.
 */
export type WouldChange = (
  deployer: KubeClient,
  release: ReleaseRef,
  objects: readonly ManifestObject[],
  settings: { forceConflicts: boolean },
) => Promise<HelmProblem[]>;

/** Bookkeeping of the API server, which says nothing of what an object is. */
const bookkeeping: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
]);

function content(object: any): unknown {
  const { metadata, ...rest } = object;
  return {
    ...rest,
    metadata: Object.fromEntries(
      Object.entries(metadata).filter(([key]) => !bookkeeping.has(key)),
    ),
  };
}

/** The object with what Helm writes on everything that it makes. */
function asHelm({ object }: ManifestObject, release: ReleaseRef): unknown {
  const metadata = Object(object.metadata);
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        ...metadata.annotations,
        'meta.helm.sh/release-name': release.name,
        'meta.helm.sh/release-namespace': release.namespace,
      },
    },
  };
}

/** Wires {@link WouldChange}. */
export function createWouldChange(options: { now: () => number }): WouldChange {
  const discovery = new ApiDiscovery(options.now);

  async function changeOf(
    deployer: KubeClient,
    release: ReleaseRef,
    object: ManifestObject,
    force: boolean,
  ): Promise<string | undefined> {
    const { apiVersion, kind, name } = object;
    const resource = await discovery.find(deployer, apiVersion, kind);
    if (!resource) {
      return 'the cluster does not serve its kind';
    }
    const place = resource.isNamespaced
      ? `/namespaces/${pathSegment(object.namespace ?? release.namespace)}`
      : '';
    const path = `${apiPath(apiVersion)}${place}/${pathSegment(
      resource.plural,
    )}/${pathSegment(name)}`;
    const live = await deployer.request('GET', path);
    if (live.status !== 200) {
      return 'it is not there';
    }
    const applied = await deployer.request('PATCH', path, {
      query: {
        dryRun: 'All',
        fieldManager: 'helm',
        ...(force ? { force: 'true' } : {}),
      },
      contentType: 'application/apply-patch+yaml',
      // JSON is YAML.
      body: asHelm(object, release),
    });
    if (applied.status === 409) {
      return 'somebody else has set fields of it';
    }
    if (applied.status !== 200) {
      return `the cluster does not take it (${applied.status})`;
    }
    return isDeepStrictEqual(content(live.body), content(applied.body))
      ? undefined
      : 'it differs';
  }

  return async (deployer, release, objects, { forceConflicts }) => {
    const problems: HelmProblem[] = [];
    for (const object of objects) {
      const change = await changeOf(
        deployer,
        release,
        object,
        forceConflicts,
      ).catch(error => {
        if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
          return 'the deployer may not look at it';
        }
        throw error;
      });
      if (change) {
        problems.push({
          code: 'WOULD_CHANGE',
          field: 'version',
          message: `It would change ${object.kind} ${object.name}: ${change}.`,
          wayOut: 'Choose the version and values that the cluster holds.',
        });
      }
    }
    return problems.length > LISTED
      ? [
          ...problems.slice(0, LISTED),
          {
            ...problems[LISTED],
            message: `It would change ${
              problems.length - LISTED
            } more objects.`,
          },
        ]
      : problems;
  };
}

/** @throws HelmError WOULD_CHANGE with every object that would be changed */
export function refuseChange(problems: HelmProblem[]): void {
  if (problems.length) {
    throw new HelmError(
      {
        ...problems[0],
        message: problems.map(({ message }) => message).join(' '),
      },
      { status: 409 },
    );
  }
}
