import type { ReleaseRef, Revision } from '@backstage-helm/plugin-helm-common';

/** A revision with its body, as it is in storage: NOT redacted. */
export interface StoredRevision extends Revision {
  labels: Record<string, string>;
  /** User-supplied values. */
  config: Record<string, unknown>;
  /** Chart's default values. */
  chartValues: Record<string, unknown>;
  manifest: string;
  hooks: {
    name: string;
    kind: string;
    path: string;
    manifest: string;
    events: string[];
  }[];
  notes: string;
  chartReadme?: string;
  chartSchema?: string;
  applyMethod?: string;
  /** 3 or 4, from who wrote it last. */
  helmMajor?: number;
  secretName: string;
  resourceVersion: string;
  /** Key paths in `config` whose values came from Secrets. */
  secretPaths?: string[][];
}

/** Health of the watch behind one cluster or namespace. */
export interface StoreStatus {
  connected: boolean;
  lastContactAt?: string;
  problem?: string;
}

/** Releases in the clusters, read without any Helm process (DESIGN §6, Read). */
export interface ReleaseStore {
  /** Newest revision by the index; undefined = no release. */
  latest(ref: ReleaseRef): Revision | undefined;
  /** Every release that the index holds. */
  list(): { ref: ReleaseRef; latest: Revision }[];
  history(ref: ReleaseRef): Promise<Revision[]>;
  /** @throws HelmError NOT_FOUND */
  revision(ref: ReleaseRef, revision: number): Promise<StoredRevision>;
  /** Straight from storage, past the index: what engines act on. */
  observe(ref: ReleaseRef): Promise<StoredRevision | undefined>;
  status(environment: string): StoreStatus;
  /** Called with the release that changed. Returns the way to stop. */
  onChange(listener: (ref: ReleaseRef) => void): () => void;
}
