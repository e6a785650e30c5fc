import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** The fleet page, `/helm`. */
export const rootRouteRef = createRouteRef({ id: 'helm' });

/** Every operation, `/helm/operations`. */
export const operationsRouteRef = createSubRouteRef({
  id: 'helm-operations',
  parent: rootRouteRef,
  path: '/operations',
});

/** One operation: the link that stays. */
export const operationRouteRef = createSubRouteRef({
  id: 'helm-operation',
  parent: rootRouteRef,
  path: '/operations/:id',
});
