import type { Knex } from 'knex';
import { createDatabase } from '../database/Database';
import {
  createPromotionGate,
  type PromotionGateOptions,
} from './createPromotionGate';
import {
  createSoakWatch,
  type SoakWatch,
  type SoakWatchOptions,
} from './createSoakWatch';
import { createSoaks } from './createSoaks';
import type { PromotionGate } from './PromotionGate';

/** The promotion rule, and what watches over the health that it asks for. */
export function createPromotion(
  options: Omit<SoakWatchOptions & PromotionGateOptions, 'soaks' | 'watch'> & {
    knex: Knex;
  },
): { gate: PromotionGate; watch: SoakWatch } {
  const soaks = createSoaks(createDatabase(options.knex));
  const watch = createSoakWatch({ ...options, soaks });
  return { watch, gate: createPromotionGate({ ...options, soaks, watch }) };
}
