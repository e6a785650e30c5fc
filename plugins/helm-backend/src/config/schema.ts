import { z } from 'zod';
import {
  count,
  duration,
  flag,
  longDuration,
  name,
  oneOf,
  text,
  values,
} from './fields';
import { governanceFields } from './governanceFields';

const credentials = z.union(
  [
    z.strictObject({ username: text, password: text }),
    z.strictObject({ token: text }),
  ],
  { error: 'must be {username, password} or {token}' },
);

const repository = z.strictObject({
  name,
  url: text,
  internal: flag.default(false),
  plainHttp: flag.optional(),
  credentials: z.union([text, credentials]).optional(),
  ca: text.optional(),
  caFile: text.optional(),
  clientCertificate: z.strictObject({ cert: text, key: text }).optional(),
});

const connection = z.union(
  [
    z.literal('inCluster'),
    z.strictObject({
      kubeconfig: text,
      context: text,
      allowExec: flag.default(false),
    }),
    z.strictObject({
      server: text,
      ca: text.optional(),
      caFile: text.optional(),
      skipTlsVerify: flag.default(false),
      token: text.optional(),
    }),
  ],
  {
    error:
      'must be inCluster, {kubeconfig, context, allowExec?} or {server, ca|caFile?, token?}',
  },
);

const grants = z.array(
  z.strictObject({ match: text, owners: z.array(text).optional() }),
);

export const environmentSchema = z.strictObject({
  name,
  title: text.optional(),
  tier: text.optional(),
  labels: z.record(z.string(), z.string()).default({}),
  default: flag.default(false),
  cluster: text.optional(),
  connection: connection.optional(),
  identity: z
    .strictObject({
      reader: z
        .strictObject({ token: text.optional(), tokenFile: text.optional() })
        .default({}),
      deployer: z
        .strictObject({ serviceAccount: name.default('helm-deployer') })
        .default({ serviceAccount: 'helm-deployer' }),
      allowAdmin: flag.default(false),
    })
    .default({
      reader: {},
      deployer: { serviceAccount: 'helm-deployer' },
      allowAdmin: false,
    }),
  namespace: text,
  namespaces: grants.optional(),
  engine: text.default('helm'),
  helm: z
    .strictObject({
      version: z
        .union([z.literal(3), z.literal(4)], { error: 'must be 3 or 4' })
        .default(4),
      wait: oneOf(['watcher', 'legacy', 'hookOnly']).default('watcher'),
      serverSide: z
        .preprocess(
          value => (typeof value === 'boolean' ? String(value) : value),
          oneOf(['auto', 'true', 'false']),
        )
        .default('auto'),
      forceConflicts: flag.default(false),
      crds: oneOf(['create', 'skip']).default('create'),
      rollbackStateful: flag.default(false),
    })
    .prefault({}),
  readOnly: flag.default(false),
  aliases: z.array(text).default([]),
  sync: z
    .strictObject({
      mode: oneOf(['manual', 'automatic']).default('manual'),
      install: flag.default(false),
      maxChanges: count(1, 1000).default(10),
      parallel: count(1, 64).default(2),
      trustedLocations: z.array(text).default([]),
      attempts: count(1, 20).default(3),
      backoff: duration.default(60),
      debounce: z.coerce.number().int().min(0).max(3600).default(3),
      onDelete: oneOf(['keep', 'uninstall']).default('keep'),
    })
    .prefault({}),
  watch: oneOf(['namespaces', 'cluster']).default('namespaces'),
  promoteFrom: text.optional(),
  ...governanceFields,
  allow: z
    .strictObject({
      clusterScoped: z.array(text).default([]),
      otherNamespaces: z.array(text).default([]),
    })
    .prefault({}),
  images: oneOf(['any', 'pinned']).default('any'),
  repositories: z.array(text).optional(),
  values: values.default({}),
  defaults: z
    .strictObject({
      wait: flag.default(true),
      timeout: duration.default(300),
      outsideTimeout: duration.optional(),
      historyMax: count(2, 256).default(10),
      rollbackOnFailure: flag.default(true),
      createNamespace: flag.default(false),
    })
    .prefault({}),
});

/** The `helm:` block as written; `readHelmConfig` checks what spans keys. */
export const helmSchema = z.strictObject({
  concurrency: count(1, 64).default(4),
  repositories: z.array(repository).default([]),
  credentials: z.record(z.string(), credentials).default({}),
  environments: z.array(environmentSchema).default([]),
  values: values.default({}),
  automation: z
    .array(
      z.strictObject({
        subject: text,
        environments: z.array(text),
        kinds: z.array(text),
      }),
    )
    .default([]),
  secretKeys: z.array(text).default([]),
  dangerouslyAllowWithoutPermissions: flag.default(false),
  authorization: z.strictObject({ maxAge: duration.default(900) }).prefault({}),
  drain: duration.default(60),
  declarationInterval: duration.default(120),
  planTtl: duration.default(1800),
  binaries: z
    .strictObject({ helm3: text.optional(), helm4: text.optional() })
    .default({}),
  workDir: text.optional(),
  proposals: z
    .strictObject({
      template: z
        .string()
        .regex(
          /^template:[-\w.]+\/[-\w.]+$/i,
          'must be the full ref of a template, such as template:default/change-helm-release',
        ),
    })
    .optional(),
  updates: z
    .strictObject({
      enabled: flag.default(true),
      interval: longDuration.default(86_400),
    })
    .prefault({}),
  retention: z
    .strictObject({
      operationsDays: count(1, 3650).default(365),
      logDays: count(1, 3650).default(90),
      plansDays: count(1, 3650).default(30),
      eventsPerOperation: count(100, 100_000).default(5000),
      auditDays: count(0, 36_500)
        .refine(days => days === 0 || days > 30, {
          error:
            'must be 0, which keeps the audit trail for ever, or more than 30',
        })
        .default(0),
    })
    .prefault({}),
});

export type EnvironmentInput = z.output<typeof environmentSchema>;
export type RepositoryInput = z.output<typeof repository>;
export type ConnectionInput = z.output<typeof connection>;
