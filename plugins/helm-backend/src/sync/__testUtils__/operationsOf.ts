import {
  isHelmError,
  isTerminal,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Database } from '../../database/Database';
import { listOperations } from '../../database/operations/listOperations';
import type { OperationRow } from '../../database/OperationRow';

/** Of whomever, oldest first. */
export function operationsOf(
  database: Database,
  release: ReleaseRef,
): Promise<OperationRow[]> {
  return listOperations(database, { release, order: 'asc', limit: 1_000 });
}

/** It has not ended, or what follows it has not. */
export function isLive({ status, awaitsFollowUp }: OperationRow): boolean {
  return !isTerminal(status) || awaitsFollowUp;
}

/** @returns false when it was refused, as it is to people */
export async function ifPossible(
  work: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isHelmError(error)) {
      return false;
    }
    throw error;
  }
}
