import { approvalSchema } from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';

/**
 * What an operation that waits for approval waits for, as its row holds it.
 * Until when is a column of its own.
 */
export const storedApprovalSchema = approvalSchema
  .omit({ expiresAt: true })
  .extend({
    /** How often it was asked for again because the base had changed. */
    askedAgain: z.number().int(),
  });
export type StoredApproval = z.infer<typeof storedApprovalSchema>;

/** One approval of the plan that the row names. */
export type GivenApproval = StoredApproval['given'][number];
