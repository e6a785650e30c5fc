import {
  driftSchema,
  lifecycleSchema,
  syncSchema,
} from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';

const MAX_VALUES = 100;

/** One or several, by commas. */
const several = <T extends z.ZodType<string, string>>(one: T) =>
  z
    .string()
    .max(10_000)
    .refine(
      text => text.split(',').every(part => one.safeParse(part).success),
      {
        error: 'is not a value of this filter',
      },
    )
    .refine(text => text.split(',').length <= MAX_VALUES, {
      error: `holds more than ${MAX_VALUES} values`,
    })
    .optional();
const name = z.string().min(1).max(253);
const entityRef = z
  .string()
  .regex(/^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/, 'is not an entity ref')
  .max(253);

/** Query of GET /releases. */
export const releaseQuerySchema = z.strictObject({
  environment: several(name),
  cluster: several(name),
  lifecycle: several(lifecycleSchema),
  sync: several(syncSchema),
  drift: several(driftSchema),
  owner: several(entityRef),
  system: several(entityRef),
  chart: several(name),
  q: z.string().max(200).optional(),
  sort: z.enum(['environment', 'name', '-updated']).default('environment'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(1000).optional(),
});
