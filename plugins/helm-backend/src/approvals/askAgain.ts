import { appendAudit } from '../audit/AuditLog';
import { inTransaction } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { awaitApproval } from '../database/operations/awaitApproval';
import { lockOperation } from '../database/operations/lockOperation';
import type { OperationRow } from '../database/OperationRow';
import type { OperationsContext } from '../operations/OperationsContext';
import type { PlanRecord } from '../plans/PlanRecord';
import { changedSince } from './changedSince';
import { ruleOf, type ApprovableOperation } from './waitingOperation';

/**
 * Makes an operation wait for the approval of `fresh`, because what was
 * reviewed is not what would run any more. What was approved of the plan
 * before stays on record, and does not count.
 *
 * @returns undefined when it is in another state by now
 */
export async function askAgain(
  context: OperationsContext,
  operation: ApprovableOperation & { ticket?: string },
  fresh: PlanRecord,
): Promise<OperationRow | undefined> {
  const { id, approval, ticket, release, environment } = operation;
  const before = await context.plans.get(operation.planId ?? '');
  const sentences = changedSince(before, fresh).map(context.redactText);
  await context.plans.put(fresh);
  const asked = await inTransaction(context.database, async tx => {
    const held = await lockOperation(tx, id);
    if (held?.approval?.planDigest !== approval.planDigest) {
      return undefined;
    }
    const row = await awaitApproval(tx, {
      id,
      ticket,
      record: fresh,
      approval: {
        ...approval,
        ...pickRule(ruleOf(context, operation)),
        planDigest: fresh.plan.digest,
        given: [],
        changedSince: sentences,
        askedAgain: approval.askedAgain + (ticket ? 1 : 0),
      },
      // It has been approved once: those who approve get their time anew.
      approveWithinMs: ticket ? expiryMs(context, environment) : undefined,
    });
    if (!row) {
      return undefined;
    }
    await appendEvents(tx, id, [
      {
        at: context.now(),
        type: 'warning',
        text: `It waits for approval again: ${sentences.join('; ')}`,
      },
    ]);
    await appendAudit(tx, {
      actor: operation.requestedBy,
      action: 'operation.approval-stale',
      outcome: 'done',
      release,
      environment,
      operationId: id,
      detail: {
        kind: fresh.plan.kind,
        plan: fresh.plan.id,
        planDigest: fresh.plan.digest,
        before: approval.planDigest,
        approvals: approval.given.length,
      },
    });
    return row;
  });
  if (asked) {
    context.tell({
      type: 'approval-stale',
      operation: asked,
      reason: sentences.join('; '),
    });
    context.announce({ operationId: id, release, frees: true });
  }
  return asked;
}

function pickRule({
  required,
  approvers,
  selfApproval,
  breakGlass,
}: ReturnType<typeof ruleOf>) {
  return { required, approvers, selfApproval, breakGlass };
}

function expiryMs(
  { config }: Pick<OperationsContext, 'config'>,
  wanted: string,
): number | undefined {
  const { approvals } =
    config.environments.find(({ name }) => name === wanted) ?? {};
  return approvals && approvals.expirySeconds * 1000;
}
