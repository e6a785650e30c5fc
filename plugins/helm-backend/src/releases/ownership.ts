import { parseAllDocuments } from 'yaml';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess, KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import { apiPath } from '../resources/ApiDiscovery';
import type { ReleaseStore, StoredRevision } from './ReleaseStore';

/** Who drives a release in the cluster; same shape as the engine contract's. */
export interface ReleaseOwner {
  kind: 'none' | 'helm' | 'flux' | 'argocd';
  name?: string;
  helmMajor?: number;
}

const FLUX_NAME = 'helm.toolkit.fluxcd.io/name';
const FLUX_NAMESPACE = 'helm.toolkit.fluxcd.io/namespace';
const ARGO_TRACKING = 'argocd.argoproj.io/tracking-id';
const ARGO_INSTANCE = 'argocd.argoproj.io/instance';
/** Objects of the manifest that are looked at live. */
const SAMPLE = 3;

/** Owner that an object's metadata names (engines.md §1.4, §3.2). */
export function ownerOfObject(object: {
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}): ReleaseOwner | undefined {
  const labels = object.metadata?.labels ?? {};
  const annotations = object.metadata?.annotations ?? {};
  if (labels[FLUX_NAME]) {
    return {
      kind: 'flux',
      name: `HelmRelease ${labels[FLUX_NAMESPACE] ?? ''}/${labels[FLUX_NAME]}`,
    };
  }
  const tracking = annotations[ARGO_TRACKING] ?? annotations[ARGO_INSTANCE];
  const instance = tracking?.split(':')[0] ?? labels[ARGO_INSTANCE];
  return instance
    ? { kind: 'argocd', name: `Application ${instance}` }
    : undefined;
}

/**
 * Owner by what is stored, without asking the cluster: Flux labels what it
 * renders. Parses only manifests that mention one of the two.
 */
export function ownerByManifest(stored: StoredRevision): ReleaseOwner {
  const mayBeForeign =
    stored.manifest.includes(FLUX_NAME) ||
    stored.manifest.includes(ARGO_TRACKING);
  const owner = mayBeForeign
    ? parseAllDocuments(stored.manifest)
        .map(document => ownerOfObject(document.toJS() ?? {}))
        .find(Boolean)
    : undefined;
  return owner ?? { kind: 'helm', helmMajor: stored.helmMajor };
}

/** Asks the cluster who drives a release, before anything is done to it. */
export type OwnershipProbe = (ref: ReleaseRef) => Promise<ReleaseOwner>;

export function createOwnershipProbe(options: {
  config: Pick<HelmConfig, 'environments'>;
  clusters: ClusterAccess;
  store: ReleaseStore;
}): OwnershipProbe {
  const { config, clusters, store } = options;
  return async ref => {
    const environment = environmentOf(config, ref.cluster, ref.namespace);
    if (!environment) {
      return { kind: 'none' };
    }
    const client = await clusters.reader(environment.name);
    const [stored, declared] = await Promise.all([
      store.observe(ref),
      fluxOwner(client, ref),
    ]);
    if (declared) {
      return declared;
    }
    if (!stored) {
      return { kind: 'none' };
    }
    const objects = parseAllDocuments(stored.manifest)
      .map(document => document.toJS())
      .filter(object => object?.kind && object.metadata?.name);
    const live = await Promise.all(
      objects.slice(0, SAMPLE).map(object => read(client, ref, object)),
    );
    const owner = [...objects, ...live].map(ownerOfObject).find(Boolean);
    return owner ?? { kind: 'helm', helmMajor: stored.helmMajor };
  };
}

/** A HelmRelease whose target is this release, where the reader may see them. */
async function fluxOwner(
  client: KubeClient,
  ref: ReleaseRef,
): Promise<ReleaseOwner | undefined> {
  const answer = await unlessRefused(
    client.request(
      'GET',
      `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${pathSegment(
        ref.namespace,
      )}/helmreleases`,
    ),
  );
  const found = (answer?.body.items ?? []).find((item: any) => {
    const { spec, metadata } = item;
    const name =
      spec.releaseName ??
      [spec.targetNamespace, metadata.name].filter(Boolean).join('-');
    const storage = spec.storageNamespace ?? metadata.namespace;
    return name === ref.name && storage === ref.namespace;
  });
  return (
    found && {
      kind: 'flux',
      name: `HelmRelease ${found.metadata.namespace}/${found.metadata.name}`,
    }
  );
}

/** Plural names of the kinds that almost every chart has one of. */
const plurals: Record<string, string> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Service: 'services',
  ConfigMap: 'configmaps',
  ServiceAccount: 'serviceaccounts',
  Job: 'jobs',
  CronJob: 'cronjobs',
};

async function read(client: KubeClient, ref: ReleaseRef, object: any) {
  const plural = plurals[object.kind];
  if (!plural) {
    return {};
  }
  const [namespace, name] = [
    object.metadata.namespace ?? ref.namespace,
    object.metadata.name,
  ].map(segment => pathSegment(String(segment)));
  const answer = await unlessRefused(
    client.request(
      'GET',
      `${apiPath(
        String(object.apiVersion),
      )}/namespaces/${namespace}/${plural}/${name}`,
    ),
  );
  return answer?.status === 200 ? answer.body : {};
}

/** A probe looks where it may; a refusal is not an owner. */
async function unlessRefused(
  answer: ReturnType<KubeClient['request']>,
): Promise<{ status: number; body: any } | undefined> {
  try {
    const given = await answer;
    return given.status === 200 ? given : undefined;
  } catch (error) {
    if ((error as { code?: string }).code === 'CLUSTER_FORBIDDEN') {
      return undefined;
    }
    throw error;
  }
}
