import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  isTerminal,
  stringifyReleaseRef,
  type Operation,
  type Plan,
  type PlanRequest,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { ActionContext } from './ActionContext';
import { approversOf, operationUrl } from './summaries';

const POLL_MS = 500;

/** What an agent wants to be run. */
export interface WantedRun {
  release: ReleaseRef;
  /** Kinds that a given plan may have. */
  kinds: string[];
  /** The plan to make, where none is given. */
  request: () => Promise<PlanRequest>;
  /** What of the input decides the change; the key stands for it. */
  change: Record<string, unknown>;
  input: {
    reason: string;
    planId?: string;
    idempotencyKey?: string;
    waitSeconds?: number;
  };
}

/** The plan that was run; no operation when there is nothing to do. */
export interface Run {
  plan?: Plan;
  operation?: Operation;
}

/**
 * Runs a plan by the only way there is, and waits for its end as long as the
 * caller wants.
 *
 * @throws HelmError as planning and admission do; APPROVAL_NEEDED when it
 *   waits for people, PLAN_BLOCKED when people must have looked at it first
 */
export async function runPlan(
  context: ActionContext,
  wanted: WantedRun,
  credentials: BackstageCredentials,
): Promise<Run> {
  const { operations, digester } = context;
  const { release, change, input } = wanted;
  const { reason, planId, idempotencyKey } = input;
  const keyed =
    idempotencyKey === undefined
      ? undefined
      : {
          idempotencyKey: `action:${idempotencyKey}`,
          // Not a plain hash: the values are in it.
          intent: digester.json({ release, change, reason, planId }),
        };
  const earlier = keyed && (await operations.findIntended(keyed, credentials));
  if (earlier) {
    return { operation: await follow(context, earlier, input, credentials) };
  }
  const plan = await planFor(context, wanted, credentials);
  if (!plan.changesAnything) {
    return { plan };
  }
  const admitted = await operations.create(
    {
      plan: plan.id,
      reason,
      via: 'actions',
      ...(keyed ?? { idempotencyKey: `action:${plan.id}` }),
    },
    credentials,
  );
  return {
    plan,
    operation: await follow(context, admitted, input, credentials),
  };
}

/** Until its end, or as long as the caller wants. */
async function follow(
  context: ActionContext,
  { id }: Operation,
  { waitSeconds = 0 }: WantedRun['input'],
  credentials: BackstageCredentials,
): Promise<Operation> {
  const { operations, now, wait } = context;
  const until = now() + waitSeconds * 1000;
  for (;;) {
    const operation = await operations.get(id, credentials);
    assertApproved(context, operation);
    if (isTerminal(operation.status) || now() >= until) {
      return operation;
    }
    await wait(POLL_MS);
  }
}

async function planFor(
  context: ActionContext,
  wanted: WantedRun,
  credentials: BackstageCredentials,
): Promise<Plan> {
  const { input, request } = wanted;
  if (input.planId !== undefined) {
    return givenPlan(context, wanted, input.planId, credentials);
  }
  const plan = await context.planning.createPlan(await request(), credentials);
  const grave = plan.findings.filter(({ level }) => level === 'accept');
  if (grave.length && !plan.blockedBy.length) {
    throw new HelmError(
      {
        code: 'PLAN_BLOCKED',
        message: `Not run, because somebody should look at this first: ${grave
          .map(({ what }) => what)
          .join('; ')}.`,
        wayOut: `Show it to a person, then pass planId ${plan.id}.`,
      },
      { status: 409 },
    );
  }
  return plan;
}

/** Who may run it is admission's to say; here, whether it is what it is called. */
async function givenPlan(
  context: ActionContext,
  { kinds, release }: WantedRun,
  id: string,
  credentials: BackstageCredentials,
): Promise<Plan> {
  await context.views.detail(release, credentials);
  const { plan, work } = await context.plans.get(id);
  const isOther =
    !kinds.includes(plan.kind) ||
    work.unlock === true ||
    stringifyReleaseRef(plan.release) !== stringifyReleaseRef(release);
  if (isOther) {
    throw new HelmError(
      {
        code: 'NOT_FOUND',
        field: 'planId',
        message: 'There is no such plan of this action for this release.',
        wayOut: 'Make one with helm plan-release.',
      },
      { status: 404 },
    );
  }
  return plan;
}

/** Approving is for people: an agent can only say where. */
function assertApproved(
  { appUrl }: Pick<ActionContext, 'appUrl'>,
  operation: Operation,
): void {
  if (operation.status !== 'awaiting-approval') {
    return;
  }
  const { id, approval, environment } = operation;
  const missing = (approval?.required ?? 1) - (approval?.given.length ?? 0);
  throw new HelmError(
    {
      code: 'APPROVAL_NEEDED',
      message: `Nothing was changed in ${environment}: the operation waits for ${missing} ${
        missing === 1 ? 'approval' : 'approvals'
      } of ${approversOf(operation).join(' or ')}.`,
      wayOut: `An agent can't approve; ask one of them to open ${operationUrl(
        appUrl,
        id,
      )}.`,
    },
    { status: 403, details: { operation: id } },
  );
}
