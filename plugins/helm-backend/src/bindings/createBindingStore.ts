import {
  HelmError,
  parseReleaseRef,
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { appendAudit } from '../audit/AuditLog';
import { withTransaction, type Database } from '../database/Database';
import type { Binding, BindingStore } from './Binding';

/** A binding store that can also give back what an operation claimed in vain. */
export interface DatabaseBindingStore extends BindingStore {
  /** `operationId`: the operation that binds, when it is not bound yet. */
  claim(
    tx: Knex,
    binding: Binding,
    options?: { operationId?: string },
  ): Promise<Binding>;
  /**
   * Removes the binding if this operation made it.
   *
   * @returns true when it did.
   */
  giveBack(tx: Knex, ref: ReleaseRef, operationId: string): Promise<boolean>;
}

const COLUMNS = [
  'release_key',
  'entity_ref',
  'environment',
  'bound_by',
  'bound_at',
] as const;

function toBinding(row: Record<string, any>): Binding {
  return {
    release: parseReleaseRef(row.release_key),
    entityRef: row.entity_ref,
    environment: row.environment,
    by: row.bound_by,
    at: new Date(Number(row.bound_at)).toISOString(),
  };
}

/** Bindings as rows: the primary key is what makes takeover impossible. */
export function createBindingStore(database: Database): DatabaseBindingStore {
  async function find(
    sql: Knex,
    ref: ReleaseRef,
  ): Promise<Binding | undefined> {
    const row = await sql('helm_bindings')
      .select([...COLUMNS])
      .where('release_key', stringifyReleaseRef(ref))
      .first();
    return row && toBinding(row);
  }

  return {
    get: ref => find(database.sql, ref),

    async ofEntity(entityRef) {
      const rows = await database
        .sql('helm_bindings')
        .select([...COLUMNS])
        .where('entity_ref', entityRef)
        .orderBy('release_key');
      return rows.map(toBinding);
    },

    async all() {
      const rows = await database.sql('helm_bindings').select([...COLUMNS]);
      return rows.map(toBinding);
    },

    async claim(tx, binding, options = {}) {
      await tx('helm_bindings')
        .insert({
          release_key: stringifyReleaseRef(binding.release),
          entity_ref: binding.entityRef,
          environment: binding.environment,
          bound_by: binding.by,
          bound_at: withTransaction(database, tx).now(),
          operation_id: options.operationId ?? null,
        })
        .onConflict('release_key')
        .ignore();
      const owner = await find(tx, binding.release);
      if (owner?.entityRef !== binding.entityRef) {
        throw new HelmError(
          {
            code: 'BINDING_CONFLICT',
            field: 'release',
            message: `${stringifyReleaseRef(binding.release)} belongs to ${
              owner?.entityRef ?? 'another entity'
            }.`,
            wayOut:
              'Give your release another name or namespace, or ask its owner to uninstall it first.',
          },
          { status: 409 },
        );
      }
      if (options.operationId) {
        const isNew = await tx('helm_bindings')
          .where({
            release_key: stringifyReleaseRef(binding.release),
            operation_id: options.operationId,
          })
          .first('release_key');
        if (isNew) {
          await appendAudit(withTransaction(database, tx), {
            actor: binding.by,
            action: 'binding.claimed',
            outcome: 'done',
            release: binding.release,
            environment: binding.environment,
            operationId: options.operationId,
            detail: { entity: binding.entityRef },
          });
        }
      }
      return owner;
    },

    async remove(tx, ref) {
      await tx('helm_bindings')
        .where('release_key', stringifyReleaseRef(ref))
        .delete();
    },

    async giveBack(tx, ref, operationId) {
      const removed = await tx('helm_bindings')
        .where({
          release_key: stringifyReleaseRef(ref),
          operation_id: operationId,
        })
        .delete();
      return removed > 0;
    },
  };
}
