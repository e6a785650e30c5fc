import {
  createPermission,
  type BasicPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';

/** Resource type of release permissions; the ref is `cluster/namespace/name`. @public */
export const RESOURCE_TYPE_HELM_RELEASE = 'helm-release';

function release(
  name: string,
  action: 'create' | 'read' | 'update' | 'delete',
): ResourcePermission<typeof RESOURCE_TYPE_HELM_RELEASE> {
  return createPermission({
    name,
    attributes: { action },
    resourceType: RESOURCE_TYPE_HELM_RELEASE,
  });
}

function basic(
  name: string,
  action: 'create' | 'read' | 'update' | 'delete',
): BasicPermission {
  return createPermission({ name, attributes: { action } });
}

/** @public */
export const helmReleaseReadPermission = release('helm.release.read', 'read');
/** @public */
export const helmReleaseValuesReadPermission = release(
  'helm.release.values.read',
  'read',
);
/** @public */
export const helmReleaseResourcesReadPermission = release(
  'helm.release.resources.read',
  'read',
);
/** @public */
export const helmReleaseLogsReadPermission = release(
  'helm.release.logs.read',
  'read',
);
/** @public */
export const helmReleaseDeployPermission = release(
  'helm.release.deploy',
  'update',
);
/** @public */
export const helmReleaseRollbackPermission = release(
  'helm.release.rollback',
  'update',
);
/** @public */
export const helmReleaseUninstallPermission = release(
  'helm.release.uninstall',
  'delete',
);
/** @public */
export const helmReleaseTestPermission = release('helm.release.test', 'update');
/** Free a stuck release: every way out of the doctor. @public */
export const helmReleaseUnlockPermission = release(
  'helm.release.unlock',
  'update',
);
/** @public */
export const helmReleaseOverridePermission = release(
  'helm.release.override',
  'update',
);
/** @public */
export const helmReleaseAdoptPermission = release(
  'helm.release.adopt',
  'update',
);
/** Pause and resume automatic sync. @public */
export const helmReleaseSyncPermission = release('helm.release.sync', 'update');
/** Put drifted objects back. @public */
export const helmReleaseCorrectPermission = release(
  'helm.release.correct',
  'update',
);
/** @public */
export const helmOperationReadPermission = release(
  'helm.operation.read',
  'read',
);
/** @public */
export const helmOperationCancelPermission = release(
  'helm.operation.cancel',
  'update',
);
/** Approve or reject what others asked for, where also named as approver. @public */
export const helmOperationApprovePermission = release(
  'helm.operation.approve',
  'update',
);
/** Run a change without its approvals (break-glass). @public */
export const helmApprovalOverridePermission = release(
  'helm.approval.override',
  'update',
);
/** Run a change in spite of a freeze. @public */
export const helmFreezeOverridePermission = release(
  'helm.freeze.override',
  'update',
);
/** Write a Kubernetes Secret with the deployer's identity. @public */
export const helmSecretWritePermission = release('helm.secret.write', 'create');
/** @public */
export const helmChartReadPermission = basic('helm.chart.read', 'read');
/** @public */
export const helmChartUploadPermission = basic('helm.chart.upload', 'create');
/** @public */
export const helmAuditReadPermission = basic('helm.audit.read', 'read');

/** @public */
export const helmReleasePermissions = [
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
  helmReleaseResourcesReadPermission,
  helmReleaseLogsReadPermission,
  helmReleaseDeployPermission,
  helmReleaseRollbackPermission,
  helmReleaseUninstallPermission,
  helmReleaseTestPermission,
  helmReleaseUnlockPermission,
  helmReleaseOverridePermission,
  helmReleaseSyncPermission,
  helmReleaseAdoptPermission,
  helmReleaseCorrectPermission,
  helmOperationReadPermission,
  helmOperationCancelPermission,
  helmOperationApprovePermission,
  helmApprovalOverridePermission,
  helmFreezeOverridePermission,
  helmSecretWritePermission,
];

/** @public */
export const helmBasicPermissions = [
  helmChartReadPermission,
  helmChartUploadPermission,
  helmAuditReadPermission,
];

/** @public */
export const helmPermissions = [
  ...helmReleasePermissions,
  ...helmBasicPermissions,
];
