import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/core-plugin-api';

/** The fleet page, `/helm`. */
export const rootRouteRef = createRouteRef({ id: 'helm' });

/** Every operation, `/helm/operations`. */
export const operationsRouteRef = createSubRouteRef({
  id: 'helm-operations',
  parent: rootRouteRef,
  path: '/operations',
});

/** What waits for approval, `/helm/approvals`. */
export const approvalsRouteRef = createSubRouteRef({
  id: 'helm-approvals',
  parent: rootRouteRef,
  path: '/approvals',
});

/** Every environment with what governs it, `/helm/environments`. */
export const environmentsRouteRef = createSubRouteRef({
  id: 'helm-environments',
  parent: rootRouteRef,
  path: '/environments',
});

/** One operation: the link that stays. */
export const operationRouteRef = createSubRouteRef({
  id: 'helm-operation',
  parent: rootRouteRef,
  path: '/operations/:id',
});

/** The form of a software template: the scaffolder's, unless bound elsewhere. */
export const templateRouteRef = createExternalRouteRef({
  id: 'helm-template',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});
