import {
  HelmError,
  stringifyReleaseRef,
  SYSTEM_CATALOG,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { PlanRecord } from '../plans/PlanRecord';
import { reasonProblem } from '../policy/checkReason';
import { kindOf } from './authorizeKind';
import { environmentNamed } from './governWork';
import type { Requester } from './Requester';
import type { ServiceContext } from './ServiceContext';

/** Whether the plan may be run now, apart from who asks. */
export async function checkPlan(
  context: ServiceContext,
  record: PlanRecord,
  reason: string | undefined,
  { principal }: Pick<Requester, 'principal'>,
): Promise<void> {
  const { plan } = record;
  const kind = kindOf(plan.kind);
  const environment = environmentNamed(context, plan.environment);
  if (!environment || environment.readOnly) {
    throw new HelmError(
      {
        code: 'ENVIRONMENT_READ_ONLY',
        message: `Nothing may be changed in ${plan.environment} from this portal.`,
        wayOut: 'Ask the platform team to allow changes there.',
      },
      { status: 403 },
    );
  }
  if (Date.parse(plan.expiresAt) <= context.now()) {
    throw new HelmError(
      {
        code: 'PLAN_EXPIRED',
        field: 'plan',
        message: 'What was reviewed is too old to be run.',
        wayOut: 'Review the change again.',
      },
      { status: 409 },
    );
  }
  await checkBlocks(context, record, environment);
  // What a person has to give as a reason, a commit has in its message.
  const lacking =
    principal === SYSTEM_CATALOG
      ? undefined
      : reasonProblem(environment, kind, reason);
  if (lacking) {
    throw new HelmError(lacking);
  }
  const engine = context.engines.get(plan.engine);
  if (!engine?.capabilities.kinds.includes(plan.kind)) {
    throw new HelmError(
      {
        code: 'ACTION_NOT_POSSIBLE',
        message: `The engine ${plan.engine} can't ${plan.kind}.`,
      },
      { status: 409 },
    );
  }
  await checkBinding(context, record);
}

/**
 * What stands in the way of the plan. Time alone may have fulfilled the
 * promotion rule since it was made, or broken it: that is looked at now.
 */
export async function checkBlocks(
  context: ServiceContext,
  { plan }: Pick<PlanRecord, 'plan'>,
  environment: EnvironmentConfig,
): Promise<void> {
  const problem = plan.blockedBy.find(({ code }) => code !== 'PROMOTION_RULE');
  if (problem) {
    throw new HelmError(
      {
        code: 'PLAN_BLOCKED',
        field: problem.field,
        message: problem.message,
        wayOut: problem.wayOut,
      },
      { status: 409, details: { code: problem.code } },
    );
  }
  const { kind, entityRef, chart } = plan;
  const unfulfilled = await context.promotion?.problem({
    environment,
    kind,
    entityRef,
    chart,
  });
  if (unfulfilled) {
    throw new HelmError(unfulfilled, { status: 409 });
  }
}

async function checkBinding(
  context: ServiceContext,
  { plan }: PlanRecord,
): Promise<void> {
  const release = stringifyReleaseRef(plan.release);
  const binding = await context.bindings.get(plan.release);
  if (binding && binding.entityRef !== plan.entityRef) {
    throw new HelmError(
      {
        code: 'BINDING_CONFLICT',
        field: 'release',
        message: `${release} belongs to ${binding.entityRef}.`,
        wayOut:
          'Give your release another name or namespace, or ask its owner to uninstall it first.',
      },
      { status: 409 },
    );
  }
  if (!binding && !['install', 'adopt', 'rebuild'].includes(plan.kind)) {
    throw new HelmError(
      {
        code: 'ADOPTION_NEEDED',
        message: `${release} was not installed by this portal.`,
        wayOut: 'Adopt it first.',
      },
      { status: 409 },
    );
  }
}
