import {
  helmStatusSchema,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import { OPERATION_LABEL } from '../helm/helmArguments';
import type { ReleasePayload } from './inflateRelease';
import type { StoredRevision } from './ReleaseStore';

/** Metadata of a release Secret. */
export interface SecretIdentity {
  name: string;
  namespace: string;
  uid: string;
  resourceVersion: string;
  labels: Record<string, string>;
}

const helmLabels = new Set([
  'owner',
  'name',
  'status',
  'version',
  'createdAt',
  'modifiedAt',
]);

/** A decoded payload with its Secret as a stored revision. Not redacted. */
export function toStoredRevision(
  secret: SecretIdentity,
  payload: ReleasePayload,
): StoredRevision {
  const { info, chart } = payload;
  const status = helmStatusSchema.safeParse(info.status);
  const rollback = /^Rollback to (\d+)$/.exec(info.description);
  return {
    revision: payload.version,
    status: status.success ? status.data : 'unknown',
    chartName: chart.name,
    chartVersion: chart.version,
    appVersion: chart.appVersion,
    updatedAt: toIso(info.lastDeployed),
    firstDeployedAt: toIso(info.firstDeployed),
    description: info.description,
    rollbackTo:
      info.rollbackRevision ?? (rollback ? Number(rollback[1]) : undefined),
    operationId: secret.labels[OPERATION_LABEL],
    labels: Object.fromEntries(
      Object.entries(secret.labels).filter(([name]) => !helmLabels.has(name)),
    ),
    config: payload.config,
    chartValues: chart.values,
    manifest: payload.manifest,
    hooks: payload.hooks,
    notes: info.notes,
    chartReadme: chart.readme,
    chartSchema: chart.schema,
    applyMethod: payload.applyMethod,
    // Helm 3 drops apply_method whenever it writes (engines.md §2.2).
    helmMajor: payload.applyMethod ? 4 : 3,
    secretName: secret.name,
    resourceVersion: secret.resourceVersion,
  };
}

/** Only what rows and history need. */
export function toRevision(stored: StoredRevision): Revision {
  return {
    revision: stored.revision,
    status: stored.status,
    chartName: stored.chartName,
    chartVersion: stored.chartVersion,
    appVersion: stored.appVersion,
    updatedAt: stored.updatedAt,
    firstDeployedAt: stored.firstDeployedAt,
    description: stored.description,
    rollbackTo: stored.rollbackTo,
    operationId: stored.operationId,
  };
}

/** A revision whose body can't be read: the row is kept with what labels say. */
export function unreadableRevision(
  secret: SecretIdentity,
  problem: string,
): Revision {
  const status = helmStatusSchema.safeParse(secret.labels.status);
  return {
    revision: Number(secret.labels.version) || 1,
    status: status.success ? status.data : 'unknown',
    chartName: '',
    chartVersion: '',
    updatedAt: new Date(
      Number(secret.labels.modifiedAt ?? secret.labels.createdAt ?? 0) * 1000,
    ).toISOString(),
    description: '',
    operationId: secret.labels[OPERATION_LABEL],
    unreadable: problem,
  };
}

/** Go writes nanoseconds; the zero time means never. */
function toIso(text: string | undefined): string {
  const time = text ? Date.parse(text) : NaN;
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}
