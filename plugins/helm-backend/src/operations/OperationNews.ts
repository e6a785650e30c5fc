import type { OperationRow } from '../database/OperationRow';

/**
 * Something that happened to an operation, told once it is in the database.
 * Notifications and metrics listen; nothing of the outcome depends on them.
 */
export interface OperationNews {
  type:
    | 'requested'
    | 'awaiting-approval'
    | 'approved'
    | 'rejected'
    /** What was to be approved is not what would run: approvals start anew. */
    | 'approval-stale'
    | 'approval-expired'
    | 'broke-glass'
    | 'freeze-overridden'
    | 'superseded'
    | 'started'
    /** Its worker died or was cut off; another one looks after it now. */
    | 'lease-lost'
    /**
     * It ended. One whose automatic rollback is still to come is told twice:
     * with `awaitsFollowUp`, and again when that rollback has ended.
     */
    | 'settled';
  /** As it is after that. */
  operation: OperationRow;
  /** Who did it, when not the requester. */
  by?: string;
  /** Redacted. */
  reason?: string;
}

/** Takes news; never throws, and is not waited for. */
export type TellNews = (news: OperationNews) => void;
