import {
  auditEntrySchema,
  releaseRefSchema,
} from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import { exportFormats } from '../audit/exportAudit';

const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be a time such as 2026-12-20T00:00:00Z',
  })
  .transform(text => Date.parse(text));

const filterSchema = z.strictObject({
  release: z
    .string()
    .transform(text => {
      const [cluster, namespace, name, ...rest] = text.split('/');
      return rest.length ? undefined : { cluster, namespace, name };
    })
    .pipe(releaseRefSchema)
    .optional(),
  environment: z.string().min(1).max(253).optional(),
  actor: z.string().min(1).max(500).optional(),
  action: z.string().min(1).max(64).optional(),
  outcome: auditEntrySchema.shape.outcome.optional(),
  operationId: z.string().min(1).max(64).optional(),
  from: instant.optional(),
  until: instant.optional(),
});

/** Query of `GET /audit`. */
export const auditListQuerySchema = filterSchema.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
});

/** Query of `GET /audit/export`. */
export const auditExportQuerySchema = filterSchema.extend({
  format: z.enum(exportFormats),
});
