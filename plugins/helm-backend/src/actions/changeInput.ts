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
      'Values to change, as one YAML document: merged over those in force, null takes a key out; what then differs from the declaration becomes an override. Never secrets',
    ),
  asDeclared: zod
    .boolean()
    .optional()
    .describe('Drop the active override and deploy exactly what is declared'),
});
