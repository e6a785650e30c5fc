import {
  auditEntrySchema,
  stringifyReleaseRef,
  type AuditEntry,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { withTransaction, type Database } from '../database/Database';
import { severityOf, type AuditSeverity } from './severityOf';

/** Who did what; written in the transaction of what was done. */
export interface NewAuditEntry {
  actor: string;
  /** `operation.requested`, `operation.settled` … */
  action: string;
  outcome: AuditEntry['outcome'];
  release?: ReleaseRef;
  environment?: string;
  operationId?: string;
  /** Redacted. */
  reason?: string;
  /** Names, numbers and codes; never values. */
  detail?: Record<string, unknown>;
}

/** An entry as the trail holds it. */
export interface AuditFact extends NewAuditEntry {
  detail: Record<string, unknown> & { severity: AuditSeverity };
}

/** Which entries; every one optional. Times are epoch milliseconds. */
export interface AuditFilter {
  release?: ReleaseRef;
  environment?: string;
  actor?: string;
  action?: string;
  outcome?: AuditEntry['outcome'];
  operationId?: string;
  /** Inclusive. */
  from?: number;
  /** Exclusive. */
  until?: number;
}

/** Adds to the trail, in the caller's transaction if there is one. */
export async function appendAudit(
  tx: Database,
  entry: NewAuditEntry,
): Promise<void> {
  const fact: AuditFact = {
    ...entry,
    detail: { severity: severityOf(entry), ...entry.detail },
  };
  await tx.sql('helm_audit').insert({
    at: tx.now(),
    actor: fact.actor,
    action: fact.action,
    outcome: fact.outcome,
    release_key: fact.release ? stringifyReleaseRef(fact.release) : null,
    environment: fact.environment ?? null,
    operation_id: fact.operationId ?? null,
    reason: fact.reason ?? null,
    detail: JSON.stringify(fact.detail),
  });
  if (!tx.audited) {
    return;
  }
  if (isTransaction(tx.sql)) {
    // What is rolled back did not happen: the trail does not have it either.
    tx.sql.executionPromise.then(
      () => tx.audited?.(fact),
      () => {},
    );
  } else {
    tx.audited(fact);
  }
}

function isTransaction(sql: Knex): sql is Knex.Transaction {
  return sql.isTransaction === true;
}

/** The audit trail, and a way to add to it in someone else's transaction. */
export interface AuditLog {
  append(entry: NewAuditEntry, tx?: Knex): Promise<void>;
  /** Newest first, after the entry with id `after`. */
  list(
    page: AuditFilter & { after?: number; limit: number },
  ): Promise<AuditEntry[]>;
}

const COLUMNS = {
  release: 'release_key',
  environment: 'environment',
  actor: 'actor',
  action: 'action',
  outcome: 'outcome',
  operationId: 'operation_id',
} as const;

export function createAuditLog(database: Database): AuditLog {
  return {
    append: (entry, tx) =>
      appendAudit(tx ? withTransaction(database, tx) : database, entry),

    async list({ after, limit, from, until, release, ...given }) {
      const select = database
        .sql('helm_audit')
        .orderBy('position', 'desc')
        .limit(limit);
      const wanted = {
        ...given,
        release: release && stringifyReleaseRef(release),
      };
      for (const [name, column] of Object.entries(COLUMNS)) {
        const value = wanted[name as keyof typeof COLUMNS];
        if (value !== undefined) {
          select.where(column, value);
        }
      }
      if (from !== undefined) {
        select.where('at', '>=', from);
      }
      if (until !== undefined) {
        select.where('at', '<', until);
      }
      if (after !== undefined) {
        select.where('position', '<', after);
      }
      return (await select).map(toEntry);
    },
  };
}

function toEntry(row: Record<string, any>): AuditEntry {
  return auditEntrySchema.parse({
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
  });
}
