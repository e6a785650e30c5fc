import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';

/** Where in the values something of a Secret went. */
export interface SecretPath {
  /** `Secret namespace/name key` */
  source: string;
  path: string[];
}

/** What a run made of a declaration and of Secrets; no value, only digests. */
export interface SecretRun {
  /** Comparable digest of the values that Helm was given. */
  fullDigest: string;
  /** The same of what it was declared with, and of the references. */
  declaredDigest: string;
  paths: SecretPath[];
}

/**
 * The runs that read values from Secrets. By them a deployed release is known
 * as what was declared, though its values hold more, and what came from a
 * Secret is known as secret whatever its key is called.
 */
export interface SecretRuns {
  /** Before Helm starts, so that nothing of it is ever seen without. */
  record(ref: ReleaseRef, run: SecretRun): Promise<void>;
  /** The declaration's digest of a release with these values. */
  declaredDigest(
    ref: ReleaseRef,
    fullDigest: string,
  ): Promise<string | undefined>;
  /** The same of every release: `key\0fullDigest` → declared digest. */
  declaredDigests(): Promise<ReadonlyMap<string, string>>;
  /** Every place of a release that was ever filled from a Secret. */
  paths(ref: ReleaseRef): Promise<SecretPath[]>;
}
