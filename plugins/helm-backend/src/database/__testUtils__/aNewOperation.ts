import type { PlanWork } from '../../plans/PlanRecord';
import type { NewOperation } from '../operations/insertOperation';

let count = 0;

/** Executable part of an upgrade that nothing is special about. */
export function someWork(changes: Partial<PlanWork> = {}): PlanWork {
  return {
    kind: 'upgrade',
    clearOverride: false,
    baseRevision: 1,
    wait: true,
    timeoutSeconds: 300,
    historyMax: 10,
    rollbackOnFailure: false,
    createNamespace: false,
    helmMajor: 4,
    preHooks: 0,
    postHooks: 0,
    ...changes,
  };
}

/** An upgrade of a release of its own. */
export function aNewOperation(
  changes: Partial<NewOperation> = {},
): NewOperation {
  count += 1;
  return {
    id: `op-${count}`,
    release: {
      cluster: 'nonprod',
      namespace: 'shop-dev',
      name: `app-${count}`,
    },
    environment: 'dev',
    entityRef: 'component:default/app',
    engine: 'scripted',
    kind: 'upgrade',
    isRescue: false,
    work: someWork(),
    decisions: [],
    requestedBy: 'user:default/dana',
    ...changes,
  };
}
