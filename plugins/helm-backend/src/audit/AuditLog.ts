import {
  auditEntrySchema,
  stringifyReleaseRef,
  type AuditEntry,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { withTransaction, type Database } from '../database/Database';

/** Who did what; written in the transaction of what was done. */
export interface NewAuditEntry {
  actor: string;
  /** `operation.requested`, `operation.settled` … */
  action: string;
  outcome: AuditEntry['outcome'];
  release?: ReleaseRef;
  environment?: string;
  operationId?: string;
  reason?: string;
  /** Names, numbers and codes; never values. */
  detail?: Record<string, unknown>;
}

export async function appendAudit(
  tx: Database,
  entry: NewAuditEntry,
): Promise<void> {
  await tx.sql('helm_audit').insert({
    at: tx.now(),
    actor: entry.actor,
    action: entry.action,
    outcome: entry.outcome,
    release_key: entry.release ? stringifyReleaseRef(entry.release) : null,
    environment: entry.environment ?? null,
    operation_id: entry.operationId ?? null,
    reason: entry.reason ?? null,
    detail: JSON.stringify(entry.detail ?? {}),
  });
}

/** The audit trail, and a way to add to it in someone else's transaction. */
export interface AuditLog {
  append(
    entry: NewAuditEntry,
    tx?: Parameters<typeof withTransaction>[1],
  ): Promise<void>;
  /** Newest first, after the entry with id `after`. */
  list(page: { after?: number; limit: number }): Promise<AuditEntry[]>;
}

export function createAuditLog(database: Database): AuditLog {
  return {
    append: (entry, tx) =>
      appendAudit(tx ? withTransaction(database, tx) : database, entry),

    async list({ after, limit }) {
      const select = database
        .sql('helm_audit')
        .orderBy('position', 'desc')
        .limit(limit);
      if (after !== undefined) {
        select.where('position', '<', after);
      }
      return (await select).map(row =>
        auditEntrySchema.parse({
          id: String(row.position),
          at: new Date(Number(row.at)).toISOString(),
          actor: row.actor,
          action: row.action,
          outcome: row.outcome,
          release: row.release_key ?? undefined,
          environment: row.environment ?? undefined,
          operationId: row.operation_id ?? undefined,
          reason: row.reason ?? undefined,
          detail: JSON.parse(row.detail),
        }),
      );
    },
  };
}
