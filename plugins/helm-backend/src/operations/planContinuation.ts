import { operationKinds } from '@backstage-helm/plugin-helm-common';
import type { NewOperation } from '../database/operations/insertOperation';
import type { OperationsContext } from './OperationsContext';
import type { EndableOperation, Ending } from './settleOperation';

/**
 * The second part of an operation that has two, as an operation of its own: the
 * install of a reinstall, once the uninstall has succeeded. It was reviewed and
 * allowed with the first, and is asked about again when it starts.
 */
export function planContinuation(
  context: Pick<OperationsContext, 'newId'>,
  operation: EndableOperation,
  ending: Pick<Ending, 'status' | 'observation'>,
): NewOperation | undefined {
  const { work, id, release, environment, entityRef, engine } = operation;
  if (ending.status !== 'succeeded' || !work.then) {
    return undefined;
  }
  const { kind, chart } = work.then;
  const { requestedBy, reason, decisions = [] } = operation;
  return {
    id: context.newId(),
    release,
    environment,
    entityRef,
    engine,
    kind,
    lane: 'change',
    isRescue: operationKinds.get(kind)?.isRescue ?? false,
    work: work.then,
    decisions,
    requestedBy,
    reason,
    toVersion: chart?.version,
    follows: id,
  };
}
