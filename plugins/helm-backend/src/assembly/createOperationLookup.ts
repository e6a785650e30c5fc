import type { Knex } from 'knex';
import { createDatabase } from '../database/Database';
import { findActive, findLast } from '../database/operations/findOfRelease';
import { findMakers } from '../database/operations/findMakers';
import { listOperations } from '../database/operations/listOperations';
import { toOperation } from '../operations/toOperation';
import type { OperationLookup } from '../releases/ReleaseKnowledge';

/** Rows that a release's history is joined with. */
const HISTORY = 50;
/** More are never pending: admission lets one in for each release. */
const PENDING = 1_000;

/** Operations for the read path, straight from their table. */
export function createOperationLookup(
  knex: Knex,
  isDurable: boolean,
): OperationLookup {
  const database = createDatabase(knex);
  return {
    makersOf: revisions => findMakers(database, revisions),
    async activeFor(ref) {
      const row = await findActive(database, ref);
      return row && toOperation(row, isDurable);
    },
    async lastFor(ref) {
      const row = await findLast(database, ref);
      return row && toOperation(row, isDurable);
    },
    async ofRelease(release) {
      const rows = await listOperations(database, {
        release,
        order: 'desc',
        limit: HISTORY,
      });
      return rows.map(row => toOperation(row, isDurable));
    },
    async allActive() {
      const rows = await listOperations(database, {
        statuses: ['awaiting-approval', 'queued', 'running', 'handed-over'],
        order: 'asc',
        limit: PENDING,
      });
      return rows.map(row => toOperation(row, isDurable));
    },
  };
}
