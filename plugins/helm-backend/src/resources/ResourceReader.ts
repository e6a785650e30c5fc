import type {
  ReleaseRef,
  ResourceList,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import type { Redactor } from '../redaction/Redactor';

/** What is looked for in the cluster. */
export interface RenderedRelease {
  /** Namespace of objects that name none. */
  namespace: string;
  manifest: string;
  /** Hooks count as resources only while they are there. */
  hooks: readonly { manifest: string }[];
}

export interface ResourceOptions {
  /** Health only: no events, no logs, no items. */
  summary?: boolean;
  /** Last lines of failing containers; the caller checked `logs.read`. */
  withLogs?: boolean;
  /** Default: one made of the revision that is read. */
  redactor?: Redactor;
}

/** A release's objects in the cluster, with their health in words. */
export interface ResourceReader {
  /**
   * Objects of the newest revision, read with the environment's reader.
   *
   * @throws HelmError NOT_FOUND, CLUSTER_UNREACHABLE,
   *   CLUSTER_CREDENTIALS_REFUSED
   */
  list(
    ref: ReleaseRef,
    environment: string,
    options?: ResourceOptions,
  ): Promise<ResourceList>;
  /** Objects of any rendered release, e.g. while an engine waits for it. */
  read(
    client: KubeClient,
    rendered: RenderedRelease,
    redactor: Redactor,
    options?: Omit<ResourceOptions, 'redactor'>,
  ): Promise<ResourceList>;
}
