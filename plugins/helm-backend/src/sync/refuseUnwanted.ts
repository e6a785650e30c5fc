import { SYSTEM_CATALOG } from '@backstage-helm/plugin-helm-common';
import type { ClaimedOperation } from '../database/OperationRow';
import { outcomes } from '../operations/outcomes';
import type { OperationsContext } from '../operations/OperationsContext';
import type { Ending } from '../operations/settleOperation';
import { getSync } from './syncRows';

/**
 * Whether the catalog still asks for this operation of its own: a rollback that
 * overtook it pauses the target, and a newer declaration takes its place.
 *
 * @returns how the operation ends, when it does not
 */
export async function refuseUnwanted(
  { database }: Pick<OperationsContext, 'database'>,
  { id, kind, release, requestedBy, follows }: ClaimedOperation,
): Promise<Ending | undefined> {
  if (requestedBy !== SYSTEM_CATALOG || follows !== undefined) {
    return undefined;
  }
  const row = await getSync(database, release);
  if (row?.operationId === id && !row.pause) {
    return undefined;
  }
  return {
    status: 'cancelled',
    outcome: outcomes.notWanted(
      kind,
      row?.pause
        ? `${row.pause.by} paused automatic sync.`
        : 'Something else is declared by now.',
    ),
    changed: false,
    actor: SYSTEM_CATALOG,
  };
}
