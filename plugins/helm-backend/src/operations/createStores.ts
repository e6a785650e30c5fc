import type { Knex } from 'knex';
import type { BindingStore, OverrideStore } from '../bindings/Binding';
import { createBindingStore } from '../bindings/createBindingStore';
import { createOverrideStore } from '../bindings/createOverrideStore';
import { createDatabase } from '../database/Database';
import { createSuccessStore, type SuccessStore } from './SuccessStore';

/**
 * Records that the read path and planning look at, apart from the write path:
 * they exist before it does.
 */
export function createStores(knex: Knex): {
  bindings: BindingStore;
  overrides: OverrideStore;
  successes: SuccessStore;
} {
  const database = createDatabase(knex);
  return {
    bindings: createBindingStore(database),
    overrides: createOverrideStore(database),
    successes: createSuccessStore(database),
  };
}
