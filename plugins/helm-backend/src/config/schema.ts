import { z } from 'zod';
import { parseDuration } from '@backstage-helm/plugin-helm-common';

/** Configuration values may come from the environment, as strings. */
const flag = z.union([z.boolean(), z.stringbool()], {
  error: 'must be true or false',
});
const count = (least: number, most: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${least} to ${most}` })
    .int(`must be a whole number from ${least} to ${most}`)
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
const text = z
  .string({ error: 'must be a text that is not empty' })
  .min(1, 'must be a text that is not empty');
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });
function secondsOf(written: string): number | undefined {
  return parseDuration(/^\d+$/.test(written) ? `${written}s` : written);
}

const duration = z
  .union([z.string(), z.number()], { error: 'must be a duration such as 5m' })
  .transform((value, context) => {
    const seconds = secondsOf(String(value));
    if (seconds === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'must be a duration from 1s to 24h, such as 90s, 5m or 1h30m',
      });
      return z.NEVER;
    }
    return seconds;
  });
/** Like duration, in days too: freezes and approvals outlast a night. */
const longDuration = z
  .union([z.string(), z.number()], { error: 'must be a duration such as 24h' })
  .transform((value, context) => {
    const parts =
      /^(?:(\d{1,3})d)?(?:(\d{1,5})h)?(?:(\d{1,7})m)?(?:(\d{1,8})s?)?$/.exec(
        String(value),
      );
    const [days, hours, minutes, seconds] = (parts ?? [])
      .slice(1)
      .map(part => Number(part ?? 0));
    const total = days * 86_400 + hours * 3600 + minutes * 60 + seconds;
    if (!(total > 0 && total < 1000 * 86_400)) {
      context.addIssue({
        code: 'custom',
        message:
          'must be a duration from 1s to 999d, such as 90m, 62h, 3d or 1d12h',
      });
      return z.NEVER;
    }
    return total;
  });
const instant = z
  .union([z.string(), z.date()], {
    error: 'must be a time such as 2026-12-20T00:00:00Z',
  })
  .transform((value, context) => {
    const time = value instanceof Date ? value.getTime() : Date.parse(value);
    const hasZone =
      value instanceof Date || /(?:[zZ]|[+-]\d{2}:?\d{2})$/.test(value);
    if (Number.isNaN(time) || !hasZone) {
      context.addIssue({
        code: 'custom',
        message: 'must be a time with its zone, such as 2026-12-20T00:00:00Z',
      });
      return z.NEVER;
    }
    return time;
  });
const name = text
  .max(63, 'must be at most 63 characters')
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'must be lower-case letters, digits and dashes, such as staging',
  );
const values = z.record(z.string(), z.unknown(), {
  error: 'must be a map of values',
});

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

const resources = z.record(
  text,
  z.coerce.string({ error: 'must be a quantity such as 500m or 2Gi' }),
);

const freeze = z.union(
  [
    z.strictObject({ title: text, start: instant, end: instant }),
    z.strictObject({
      title: text,
      schedule: text,
      duration: longDuration,
      timeZone: text.default('UTC'),
    }),
  ],
  {
    error:
      'must be {title, start, end} with times such as 2026-12-20T00:00:00Z, or {title, schedule, duration, timeZone?} with five cron fields',
  },
);

const baseline = z.strictObject({
  enabled: flag.default(false),
  identity: z
    .strictObject({
      serviceAccount: name.default('helm-baseline'),
      namespace: name.default('helm-system'),
    })
    .prefault({}),
  podSecurity: oneOf(['privileged', 'baseline', 'restricted']).default(
    'baseline',
  ),
  labels: z.record(text, z.string()).default({}),
  quota: resources.default({}),
  limits: z
    .strictObject({
      default: resources.optional(),
      defaultRequest: resources.optional(),
      max: resources.optional(),
    })
    .prefault({}),
  networkPolicy: oneOf(['same-namespace', 'none']).default('same-namespace'),
  ownerRole: text.optional(),
  deployerRole: text.optional(),
  ownerGroups: z.record(text, text).default({}),
});

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
  watch: oneOf(['namespaces', 'cluster']).default('namespaces'),
  promoteFrom: text.optional(),
  promotion: z
    .strictObject({
      required: flag.default(false),
      soak: longDuration.optional(),
    })
    .prefault({}),
  approvals: z
    .strictObject({
      required: count(1, 10).default(1),
      approvers: z
        .array(text, { error: 'must be a list of users, groups or owner' })
        .min(1, 'must name at least one user, group or owner'),
      selfApproval: flag.default(false),
      breakGlass: flag.default(false),
      expiry: longDuration.default(86_400),
    })
    .optional(),
  freeze: z.array(freeze).default([]),
  reason: z
    .strictObject({
      required: flag.default(true),
      pattern: text.optional(),
      hint: text.optional(),
    })
    .prefault({}),
  baseline: baseline.prefault({}),
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
