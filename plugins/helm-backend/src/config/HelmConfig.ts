/** Parsed and checked `helm:` configuration (DESIGN §4). Every default is filled in. */
export interface HelmConfig {
  /** Operations run at once by one replica. */
  concurrency: number;
  repositories: RepositoryConfig[];
  environments: EnvironmentConfig[];
  /** Values layer `helm.values`. */
  values: Record<string, unknown>;
  automation: { subject: string; environments: string[]; kinds: string[] }[];
  /** Patterns (case-insensitive, on the last path segment) of secret value keys. */
  secretKeys: RegExp[];
  dangerouslyAllowWithoutPermissions: boolean;
  authorizationMaxAgeSeconds: number;
  /** How long a shutdown waits for running operations. */
  drainSeconds: number;
  declarationIntervalSeconds: number;
  planTtlSeconds: number;
  /** Helm binaries by major; found on PATH when not configured. */
  binaries: { 3?: string; 4?: string };
  /** Folder for chart archives and per-operation homes; a private temp dir by default. */
  workDir: string;
  retention: {
    /** Ended operations, ended overrides, revisions known to be good. */
    operationsDays: number;
    /** Event logs; at most as long as their operations. */
    logDays: number;
    /** Plans, after they expired. */
    plansDays: number;
    eventsPerOperation: number;
    /** 0 = the audit trail is kept for ever. */
    auditDays: number;
  };
  /** Pull requests by a template of the portal's own; absent = not offered. */
  proposals?: {
    /** Full ref, such as `template:default/change-helm-release`. */
    template: string;
  };
  /** The scheduled look for newer chart versions. */
  updates: { enabled: boolean; intervalSeconds: number };
  /** `permission.enabled` of the portal. */
  permissionsEnabled: boolean;
}

export interface RepositoryConfig {
  name: string;
  /** `https://…`, `http://…` (internal only) or `oci://host/path`, without trailing slash. */
  url: string;
  kind: 'http' | 'oci';
  /** Private addresses are allowed, checked on the connected socket. */
  internal: boolean;
  plainHttp: boolean;
  credentials?: { username: string; password: string } | { token: string };
  ca?: string;
  clientCertificate?: { cert: string; key: string };
}

export interface EnvironmentConfig {
  name: string;
  title: string;
  order: number;
  tier?: string;
  labels: Record<string, string>;
  isDefault: boolean;
  cluster: string;
  connection: ClusterConnectionConfig;
  identity: {
    reader: { token?: string; tokenFile?: string };
    deployer: { serviceAccount: string };
    allowAdmin: boolean;
  };
  /** Template: `{name} {namespace} {system} {owner}`. */
  namespace: string;
  namespaces: { match: string; owners?: string[] }[];
  engine: string;
  helm: {
    version: 3 | 4;
    wait: 'watcher' | 'legacy' | 'hookOnly';
    serverSide: 'auto' | 'true' | 'false';
    forceConflicts: boolean;
    crds: 'create' | 'skip';
    /** Roll back automatically also over changed StatefulSets and CRDs. */
    rollbackStateful: boolean;
  };
  readOnly: boolean;
  /** Other names that documents use for it (`metadata.env`). */
  aliases: string[];
  sync: SyncConfig;
  watch: 'namespaces' | 'cluster';
  promoteFrom?: string;
  promotion: {
    /** A version must have been deployed in `promoteFrom` first. */
    required: boolean;
    /** …and healthy there, without a break, for this long. */
    soakSeconds: number;
  };
  /** Absent = changes need no approval. */
  approvals?: ApprovalsConfig;
  freeze: FreezeConfig[];
  reason: { required: boolean; pattern?: RegExp; hint?: string };
  baseline: BaselineConfig;
  allow: { clusterScoped: string[]; otherNamespaces: string[] };
  images: 'any' | 'pinned';
  repositories?: string[];
  values: Record<string, unknown>;
  defaults: {
    wait: boolean;
    timeoutSeconds: number;
    /** How long a Helm outside of the portal may be at work; default twice the timeout. */
    outsideTimeoutSeconds?: number;
    historyMax: number;
    rollbackOnFailure: boolean;
    createNamespace: boolean;
  };
}

/** How declarations become operations by themselves (DESIGN §4). */
export interface SyncConfig {
  mode: 'manual' | 'automatic';
  /** Also releases that are not there yet. */
  install: boolean;
  /** More changes than these at once wait for a person. */
  maxChanges: number;
  /** Operations of one environment at a time. */
  parallel: number;
  /** Globs of catalog locations; nothing else is followed. */
  trustedLocations: string[];
  /** Attempts of one declaration, the first included. */
  attempts: number;
  /** Before the second attempt; doubled for each one after. */
  backoffSeconds: number;
  /** A declaration must have stood still for this long. */
  debounceSeconds: number;
  /** When the declaring entity is gone: keep, or uninstall what it owned. */
  onDelete: 'keep' | 'uninstall';
}

export interface ApprovalsConfig {
  /** Different people, at least one. */
  required: number;
  /** Full refs of users and groups, or `owner` for the entity's owner. */
  approvers: string[];
  selfApproval: boolean;
  breakGlass: boolean;
  expirySeconds: number;
}

/** A time without changes: once, or again and again by a cron schedule. */
export type FreezeConfig =
  | { type: 'once'; title: string; start: number; end: number }
  | {
      type: 'recurring';
      title: string;
      /** Five cron fields: when it begins. */
      schedule: string;
      durationSeconds: number;
      /** IANA name. */
      timeZone: string;
    };

/** What the portal prepares in a namespace before it deploys there. */
export interface BaselineConfig {
  enabled: boolean;
  /** Service account whose token applies it; not the deployer's. */
  identity: { serviceAccount: string; namespace: string };
  /** Labels of the Namespace, Pod Security's among them. */
  labels: Record<string, string>;
  /** `hard` of a ResourceQuota; empty = none. */
  quota: Record<string, string>;
  /** `limits` of a LimitRange for containers; empty = none. */
  limits: {
    default?: Record<string, string>;
    defaultRequest?: Record<string, string>;
    max?: Record<string, string>;
  };
  /** Ingress only from the same namespace, or no policy at all. */
  networkPolicy: 'same-namespace' | 'none';
  /** ClusterRole that the owner's group is bound to. */
  ownerRole?: string;
  /** ClusterRole that the deployer's account, made where it is missing, is bound to. */
  deployerRole?: string;
  /** Kubernetes group of a catalog owner ref. */
  ownerGroups: Record<string, string>;
}

export type ClusterConnectionConfig =
  | {
      type: 'direct';
      server: string;
      ca?: string;
      skipTlsVerify: boolean;
      token?: string;
    }
  | { type: 'kubeconfig'; file: string; context: string; allowExec: boolean }
  | { type: 'inCluster' };
