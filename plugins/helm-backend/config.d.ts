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
      /** Other names that HelmRelease documents use for it (`metadata.env`). */
      aliases?: string[];
      /** How declarations become operations by themselves. */
      sync?: {
        /** Default manual: OutOfSync is shown, a person deploys. */
        mode?: 'manual' | 'automatic';
        /** Also install releases that are not there yet. Default false. */
        install?: boolean;
        /** More changes at once than this wait for a person. Default 10. */
        maxChanges?: number;
        /** Operations of this environment at a time. Default 2. */
        parallel?: number;
        /** Globs of catalog locations that are followed; needed where automatic. */
        trustedLocations?: string[];
        /** Attempts of one declaration, the first included. Default 3. */
        attempts?: number;
        /** Before the second attempt; doubled for each one after. Default 1m. */
        backoff?: string | number;
        /** Seconds that a declaration must have stood still. Default 3. */
        debounce?: number;
        /** When the declaring entity is gone. Default keep. */
        onDelete?: 'keep' | 'uninstall';
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
      /** The environment before this one. */
      promoteFrom?: string;
      /** What a version needs before it is installed or upgraded to here. */
      promotion?: {
        /** The very same chart is deployed and healthy in `promoteFrom`. */
        required?: boolean;
        /** …and has been, without a break, for this long: `30m`, `1h`, `3d`. */
        soak?: string | number;
      };
      /** Changes wait until people approved them; absent: they do not. */
      approvals?: {
        /** Different people, 1 to 10. Default 1. */
        required?: number;
        /** Full refs of users and groups, or `owner` for the entity's owner. */
        approvers: string[];
        /** Whether the requester's own approval counts. Default false. */
        selfApproval?: boolean;
        /** Whether `helm.approval.override` may run a change without. Default false. */
        breakGlass?: boolean;
        /** How long a change waits: `90m`, `24h`, `3d`. Default 24h. */
        expiry?: string | number;
      };
      /** Times without changes: once, or again and again. */
      freeze?: Array<
        | {
            title: string;
            /** Time with its zone, such as `2026-12-20T00:00:00Z`. */
            start: string;
            end: string;
          }
        | {
            title: string;
            /** Five cron fields: when it begins. */
            schedule: string;
            /** How long it lasts: `62h`, `3d`. */
            duration: string | number;
            /** IANA name, such as `Europe/Berlin`. Default UTC. */
            timeZone?: string;
          }
      >;
      /** What people say when they ask for a change. */
      reason?: {
        /** Default true. */
        required?: boolean;
        /** Regular expression that the reason of a change must match, such as `[A-Z]+-[0-9]+`. */
        pattern?: string;
        /** The pattern in words, shown where one is asked. */
        hint?: string;
      };
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
        /** How long a Helm outside of the portal is given before it is held for dead; default twice the timeout. */
        outsideTimeout?: string | number;
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
    /** Pull requests by a software template of the portal's own. */
    proposals?: {
      /** Full ref of the template, such as `template:default/change-helm-release`. */
      template: string;
    };
    /** The scheduled look for newer chart versions. */
    updates?: {
      /** Default true: the owner is notified once of each newer version. */
      enabled?: boolean;
      /** Default 1d. */
      interval?: string | number;
    };
    retention?: {
      /** Ended operations and ended overrides. Default 365. */
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
