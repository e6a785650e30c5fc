import type { Zod } from './schemas';

/** What a deploy may say besides the declaration. */
export const changeInput = (zod: Zod) => ({
  version: zod
    .string()
    .max(128)
    .optional()
    .describe('Exact chart version; default the declared one'),
  values: zod
    .string()
    .max(262_144)
    .optional()
    .describe(
      'All wanted values as one YAML document: what differs from the declaration becomes an override. Never secrets. Default: as declared, with the active override',
    ),
  asDeclared: zod
    .boolean()
    .optional()
    .describe('Drop the active override and deploy exactly what is declared'),
});
