import type { ClaimedOperation } from '../database/OperationRow';
import type { Lease } from './Lease';

/** What the worker does with operations; everything it knows of them. */
export interface WorkerJobs {
  /** Takes the next one that may run; a rescue may in every environment. */
  claim(options: {
    excludedEnvironments: string[];
    onlyRescues: boolean;
  }): Promise<ClaimedOperation | undefined>;
  run(operation: ClaimedOperation, lease: Lease): Promise<void>;
  /** Puts back what was claimed when it could not be begun any more. */
  giveBack(operation: ClaimedOperation, why: string): Promise<void>;
  /** Leaves what still runs to recovery, when the worker can't wait longer. */
  leave(operation: ClaimedOperation, why: string): Promise<void>;
  /** Takes over one whose worker died. */
  claimExpired(ownTickets: string[]): Promise<ClaimedOperation | undefined>;
  recover(operation: ClaimedOperation, lease: Lease): Promise<void>;
  /** Takes one that something in the cluster carries on, to look at it. */
  claimHandedOver(): Promise<ClaimedOperation | undefined>;
  poll(operation: ClaimedOperation, lease: Lease): Promise<void>;
  renew(
    operation: ClaimedOperation,
  ): Promise<{ cancelRequestedBy?: string } | undefined>;
}

export interface WorkerTimes {
  /** At most 1.5 s from admission on one replica to the start on another. */
  pollMs: number;
  /** How often expired leases and handed-over operations are looked for. */
  sweepMs: number;
  renewMs: number;
  drainMs: number;
  /** A round of a loop that takes longer is left to itself. */
  roundMs: number;
  /** A loop without a good round for this long makes the replica unready. */
  unreadyAfterMs: number;
}
