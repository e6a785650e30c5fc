import type {
  DeclaredReleaseSummary,
  HelmProblem,
  ReleaseRef,
} from '@backstage-helm/plugin-helm-common';

/**
 * One layer of values with where it came from. Secret leaves are masked in
 * rows; only `resolve` gives them, in memory.
 */
export interface ValuesLayer {
  name:
    | 'helm.values'
    | 'environment'
    | 'valuesFrom'
    | 'document'
    | 'values'
    | 'values.environment'
    | 'override';
  source?: string;
  values: Record<string, unknown>;
  /** Position in `secretValues`: then `values` holds a mask, to be shown only. */
  secret?: number;
}

/** One declared release in one environment, as last read (row of helm_declarations). */
export interface Declaration {
  entityRef: string;
  /** Owner and system refs of the entity, for grants. */
  owner?: string;
  system?: string;
  systemOwner?: string;
  environment: string;
  /** Absent when too broken to name one; then `problems` says why. */
  release?: ReleaseRef;
  chart?: { repository: string; name: string; version: string };
  layers: ValuesLayer[];
  /** Layers merged, lowest first, nulls kept; without those of Secrets. */
  values: Record<string, unknown>;
  /** HMAC of chart reference and values: what "declared" means. */
  digest: string;
  valuesDigest: string;
  wait: boolean;
  timeoutSeconds: number;
  rollbackOnFailure: boolean;
  createNamespace: boolean;
  sources: { url: string; etag?: string }[];
  /** Part of it is in a cluster, whose changes no tag of a file tells. */
  asksCluster?: boolean;
  problems: HelmProblem[];
  /** What is not honoured; stops nothing. */
  warnings?: HelmProblem[];
  /** The HelmRelease document that it stands in; absent = annotations. */
  document?: DeclaredReleaseSummary['document'];
  /** Releases of the same environment that come first. */
  dependsOn?: DeclaredDependency[];
  /** Values in Secrets of the target's namespace: read inside the run only. */
  secretValues?: SecretValues[];
  /** Commit, or tag of the content, that it was read at. */
  revision?: string;
  readAt: string;
  /** Set when the newest read failed and this is the last good one. */
  staleBecause?: string;
}

/** One `dependsOn` entry, with the release that it was found to mean. */
export interface DeclaredDependency {
  name: string;
  namespace?: string;
  /** Field of the document, for problems. */
  field: string;
  release?: ReleaseRef;
  entityRef?: string;
}

/** One `valuesFrom` entry of kind Secret; never its content. */
export interface SecretValues {
  name: string;
  /** Key in the Secret. */
  key: string;
  /** Where the value goes; absent = a whole values document. */
  targetPath?: string;
  optional: boolean;
  /** The text is taken as it is, not as `--set` reads it. */
  literal?: boolean;
  /** Field of the document, for problems. */
  field: string;
}

/** The background table of declarations; requests read only this. */
export interface DeclarationStore {
  ofEntity(entityRef: string): Promise<Declaration[]>;
  /** Every declaration that names this release: more than one is a conflict. */
  ofRelease(ref: ReleaseRef): Promise<Declaration[]>;
  all(): Promise<Declaration[]>;
  /**
   * Re-reads the sources with their ETags and gives the declaration with full
   * values, for a plan or a run. Nothing secret is stored.
   *
   * @throws HelmError NOT_DECLARED, FILE_UNREADABLE, YAML_INVALID …
   */
  resolve(
    entityRef: string,
    environment: string,
    ref: ReleaseRef,
  ): Promise<Declaration>;
  /**
   * Read the entity's sources again now (conditional GET) and store the result,
   * as of the commit that brought the change, where it is known.
   */
  refresh(
    entityRef: string,
    options?: { commit?: string },
  ): Promise<Declaration[]>;
}
