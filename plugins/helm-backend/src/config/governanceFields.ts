import { z } from 'zod';
import {
  count,
  flag,
  instant,
  longDuration,
  name,
  oneOf,
  text,
} from './fields';

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

/** Keys of an environment that govern its changes. */
export const governanceFields = {
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
};
