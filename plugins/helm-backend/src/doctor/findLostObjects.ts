import {
  isHelmError,
  type ObjectIdentity,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';

/** Kinds that almost every chart has one of. */
const kinds = [
  { apiVersion: 'apps/v1', kind: 'Deployment', path: 'apis/apps/v1' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', path: 'apis/apps/v1' },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', path: 'apis/apps/v1' },
  { apiVersion: 'batch/v1', kind: 'CronJob', path: 'apis/batch/v1' },
  { apiVersion: 'v1', kind: 'Service', path: 'api/v1' },
  { apiVersion: 'v1', kind: 'ConfigMap', path: 'api/v1' },
] as const;

const PAGE = 250;
/** A namespace with more of one kind is read in part, which is said. */
const PAGES = 8;

const listSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }).default({}),
  // A list of metadata that holds nothing is null.
  items: z
    .array(
      z.object({
        metadata: z.object({
          name: z.string(),
          labels: z.record(z.string(), z.string()).default({}),
          annotations: z.record(z.string(), z.string()).default({}),
        }),
      }),
    )
    .nullable(),
});

const METADATA =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** Live objects of a release that has no record. */
export interface LostObjects {
  objects: ObjectIdentity[];
  /** `web-service-1.2.0`, by the label that charts set. */
  chart?: string;
}

/**
 * Objects that say that Helm made them for this release. Only metadata is read,
 * and of each kind at most some pages. A kind that may not be read is left out.
 */
export async function findLostObjects(
  client: KubeClient,
  ref: ReleaseRef,
): Promise<LostObjects> {
  const found: LostObjects = { objects: [] };
  for (const { apiVersion, kind, path } of kinds) {
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const list = await listPage(
        client,
        `/${path}/namespaces/${pathSegment(
          ref.namespace,
        )}/${kind.toLowerCase()}s`,
        cursor,
      );
      for (const { metadata } of list?.items ?? []) {
        const { annotations, labels, name } = metadata;
        if (
          annotations['meta.helm.sh/release-name'] === ref.name &&
          annotations['meta.helm.sh/release-namespace'] === ref.namespace
        ) {
          found.objects.push({
            apiVersion,
            kind,
            name,
            namespace: ref.namespace,
          });
          found.chart ??= labels['helm.sh/chart'];
        }
      }
      cursor = list?.metadata.continue || undefined;
      if (!cursor) {
        break;
      }
    }
  }
  return found;
}

async function listPage(
  client: KubeClient,
  path: string,
  cursor: string | undefined,
) {
  try {
    const { status, body } = await client.request('GET', path, {
      query: {
        labelSelector: 'app.kubernetes.io/managed-by=Helm',
        limit: String(PAGE),
        ...(cursor ? { continue: cursor } : {}),
      },
      accept: METADATA,
    });
    return status === 200 ? listSchema.parse(body) : undefined;
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      return undefined;
    }
    throw error;
  }
}
