import { createHash } from 'node:crypto';
import {
  HelmError,
  isTerminal,
  stringifyReleaseRef,
  SYSTEM_CATALOG,
} from '@backstage-helm/plugin-helm-common';
import { getClaimed } from '../database/operations/getOperation';
import type { OperationRow } from '../database/OperationRow';
import { admitPlan } from '../operations/admitOperation';
import { outcomes } from '../operations/outcomes';
import { portalRequester } from '../operations/Requester';
import type { ServiceContext } from '../operations/ServiceContext';
import { settleOperation } from '../operations/settleOperation';
import type { PlanRecord } from '../plans/PlanRecord';
import type { SyncRow } from './SyncRow';
import { recordAdmitted, recordWithdrawn } from './syncRows';

/** The attempt that an operation is for. */
export type Attempt = Pick<SyncRow, 'release' | 'generation' | 'attempts'> & {
  /** What is to be brought about: a declaration, or that nothing is there. */
  wanted: string;
};

/** Operations that the catalog asks for: the write path without a caller. */
export interface CatalogOperations {
  /**
   * Stores the plan and lets it in, as what people ask for is let in. However
   * many replicas ask for one attempt, it is one operation.
   *
   * @throws HelmError as admission does; SUPERSEDED when something else is
   *   wanted by now
   */
  admit(
    record: PlanRecord,
    attempt: Attempt,
    request: { reason: string; replaces?: string },
  ): Promise<OperationRow>;
  /** Ends an operation of the catalog's that only waits. */
  withdraw(id: string, why: string): Promise<void>;
}

/** What an attempt is known by, within the length of a key. */
function keyOf({ release, generation, attempts }: Attempt): string {
  const name = `${stringifyReleaseRef(release)}@${generation}.${attempts}`;
  return `sync:${createHash('sha256').update(name).digest('hex')}`;
}

function overtaken(): HelmError {
  return new HelmError(
    { code: 'SUPERSEDED', message: 'Something else is wanted by now.' },
    { status: 409 },
  );
}

export function createCatalogOperations(
  context: ServiceContext,
): CatalogOperations {
  const requester = portalRequester(context.authorizer, SYSTEM_CATALOG);
  return {
    async admit(record, attempt, { reason, replaces }) {
      await context.plans.put(record);
      const operation = await admitPlan(
        context,
        record,
        {
          plan: record.plan.id,
          reason,
          replaces,
          idempotencyKey: keyOf(attempt),
          declarationDigest: attempt.wanted,
        },
        requester,
        async (tx, { id }) => {
          if (!(await recordAdmitted(tx, attempt, id))) {
            throw overtaken();
          }
        },
      );
      if (isTerminal(operation.status)) {
        // Another replica's, that has ended since. Whatever its end left behind,
        // the next attempt is another one.
        await recordWithdrawn(context.database, attempt);
        throw overtaken();
      }
      return operation;
    },

    async withdraw(id, why) {
      const operation = await getClaimed(context.database, id);
      if (
        operation?.requestedBy !== SYSTEM_CATALOG ||
        operation.follows !== undefined
      ) {
        return;
      }
      // Without a ticket it ends only if it still waits.
      await settleOperation(
        context,
        { ...operation, ticket: undefined },
        {
          status: 'cancelled',
          outcome: outcomes.notWanted(operation.kind, why),
          changed: false,
          actor: SYSTEM_CATALOG,
        },
      );
    },
  };
}
