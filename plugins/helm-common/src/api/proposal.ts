import { z } from 'zod';
import { releaseRefSchema } from '../releases';

/** POST /proposals: a change of the declaration, for a pull request. @public */
export const proposalRequestSchema = z.strictObject({
  release: releaseRefSchema,
  /**
   * `version`: another chart version · `override`: what is overridden becomes
   * declared · `promotion`: what `from` runs.
   */
  kind: z.enum(['version', 'override', 'promotion']),
  version: z.string().max(128).optional(),
  /** Environment that is promoted from. */
  from: z.string().max(63).optional(),
});
/** @public */
export type ProposalRequest = z.infer<typeof proposalRequestSchema>;

/** A software template of the portal's own, filled in. @public */
export const proposalSchema = z.object({
  /** Ref of the template, such as `template:default/change-helm-release`. */
  template: z.string(),
  title: z.string(),
  /** Markdown with the diff of the declaration; holds no secret. */
  description: z.string(),
  /** What the template's form starts with. */
  formData: z.object({
    entityRef: z.string(),
    environment: z.string(),
    releaseName: z.string(),
    version: z.string().optional(),
    /** RFC 7396 merge patch on the declared values, as YAML. */
    valuesPatch: z.string().optional(),
    title: z.string(),
    description: z.string(),
  }),
});
/** @public */
export type Proposal = z.infer<typeof proposalSchema>;
