export interface Config {
  helm?: {
    /** Operations that one replica runs at once. Default 4. */
    concurrency?: number;
    /** The only sources of charts. */
    repositories?: Array<{
      name: string;
      /** `https://…`, `oci://…`, or `http://…` with `internal`. */
      url: string;
      /** Allows private addresses, checked on the connected socket. */
      internal?: boolean;
      plainHttp?: boolean;
      /**
       * Name of an entry of `helm.credentials`, or the credentials.
       * @deepVisibility secret
       */
      credentials?:
        | string
        | { username: string; password: string }
        | { token: string };
      /** Certificate authority, PEM. */
      ca?: string;
      caFile?: string;
      /** @deepVisibility secret */
      clientCertificate?: { cert: string; key: string };
    }>;
    /** @deepVisibility secret */
    credentials?: {
      [name: string]:
        | { username: string; password: string }
        | { token: string };
    };
    /** Order here is the order on screen. */
    environments?: Array<{
      /** Immutable id. */
      name: string;
      title?: string;
      tier?: string;
      labels?: { [key: string]: string };
      /** Used by declarations that name no environment. */
      default?: boolean;
      /** A cluster of `kubernetes.clusterLocatorMethods`, or the name for `connection`. */
      cluster?: string;
      connection?:
        | 'inCluster'
        | {
            kubeconfig: string;
            context: string;
            /** Allows credential plugins, which run programs. */
            allowExec?: boolean;
          }
        | {
            server: string;
            ca?: string;
            caFile?: string;
            skipTlsVerify?: boolean;
            /** @visibility secret */
            token?: string;
          };
      identity?: {
        reader?: {
          /** @visibility secret */
          token?: string;
          /** Read again when it changes. */
          tokenFile?: string;
        };
        deployer?: { serviceAccount?: string };
        /** Accepts an identity that may do everything in the cluster. */
        allowAdmin?: boolean;
      };
      /** Template with `{name} {namespace} {system} {owner}`. */
      namespace: string;
      /** Grants; default: `namespace` alone. */
      namespaces?: Array<{ match: string; owners?: string[] }>;
      engine?: string;
      helm?: {
        version?: 3 | 4;
        wait?: 'watcher' | 'legacy' | 'hookOnly';
        serverSide?: 'auto' | 'true' | 'false' | boolean;
        forceConflicts?: boolean;
        crds?: 'create' | 'skip';
        /** Roll back automatically also over changed StatefulSets and CRDs. Default false. */
        rollbackStateful?: boolean;
      };
      readOnly?: boolean;
      watch?: 'namespaces' | 'cluster';
      promoteFrom?: string;
      /** What the portal prepares in a namespace before it deploys there. */
      baseline?: {
        enabled?: boolean;
        /** Account whose token applies it; default helm-system/helm-baseline. */
        identity?: { serviceAccount?: string; namespace?: string };
        /** Pod Security level that the namespace enforces. Default baseline. */
        podSecurity?: 'privileged' | 'baseline' | 'restricted';
        /** More labels of the namespace. */
        labels?: { [key: string]: string };
        /** `hard` of a ResourceQuota. */
        quota?: { [resource: string]: string | number };
        /** A LimitRange for containers. */
        limits?: {
          default?: { [resource: string]: string | number };
          defaultRequest?: { [resource: string]: string | number };
          max?: { [resource: string]: string | number };
        };
        networkPolicy?: 'same-namespace' | 'none';
        /** ClusterRole that the owner's group is bound to. */
        ownerRole?: string;
        /** ClusterRole that the deployer's account, made if missing, is bound to. */
        deployerRole?: string;
        /** Kubernetes group of an owner, by its catalog ref. */
        ownerGroups?: { [ownerRef: string]: string };
      };
      allow?: { clusterScoped?: string[]; otherNamespaces?: string[] };
      images?: 'any' | 'pinned';
      /** Names of `helm.repositories`; default all. */
      repositories?: string[];
      /** Values layer for every release here. */
      values?: object;
      defaults?: {
        wait?: boolean;
        /** `90s`, `5m`, `1h30m`; a number is seconds. */
        timeout?: string | number;
        historyMax?: number;
        rollbackOnFailure?: boolean;
        createNamespace?: boolean;
      };
    }>;
    /** Lowest values layer of every release. */
    values?: object;
    /** What service principals may do; nothing unless listed. */
    automation?: Array<{
      subject: string;
      environments: string[];
      kinds: string[];
    }>;
    /** More regular expressions for names of secret value keys. */
    secretKeys?: string[];
    /** Lets operations run although `permission.enabled` is not true. */
    dangerouslyAllowWithoutPermissions?: boolean;
    authorization?: {
      /**
       * Longest time from a request, or its newest approval, to its start; an
       * older one has to be made again. Not used where an execution policy is
       * installed, which is asked then. Default 15m.
       */
      maxAge?: string | number;
    };
    /** How long a shutdown waits for running operations. */
    drain?: string | number;
    declarationInterval?: string | number;
    planTtl?: string | number;
    /** Paths of Helm; found on PATH otherwise. */
    binaries?: { helm3?: string; helm4?: string };
    /** Private folder for charts and per-operation homes. */
    workDir?: string;
    retention?: {
      /** Ended operations, ended overrides, revisions known to be good. Default 365. */
      operationsDays?: number;
      /** Event logs of operations. Default 90. */
      logDays?: number;
      /** What was reviewed, after it expired. Default 30. */
      plansDays?: number;
      /** Lines of log kept of one operation. Default 5000. */
      eventsPerOperation?: number;
      /** 0 (the default) keeps the audit trail for ever; else more than 30. */
      auditDays?: number;
    };
  };
}
