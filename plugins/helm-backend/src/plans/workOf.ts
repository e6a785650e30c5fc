import type { Digester } from '../digest/Digester';
import type { PlanFacts } from './gatherFacts';
import type { HookCounts } from './hookCounts';
import type { PlanWork } from './PlanRecord';
import { revisionDigest } from './revisionDigest';

/** The part of the work that every kind shares. */
export function workOf(
  digester: Digester,
  facts: PlanFacts,
  kind: string,
  hooks: HookCounts,
): PlanWork {
  const { base, declaration, environment } = facts;
  const { defaults } = environment;
  return {
    kind,
    clearOverride: false,
    baseRevision: base?.revision ?? 0,
    baseDigest: base && revisionDigest(digester, base),
    baseStatus: base?.status,
    wait: declaration?.wait ?? defaults.wait,
    timeoutSeconds: declaration?.timeoutSeconds ?? defaults.timeoutSeconds,
    historyMax: defaults.historyMax,
    rollbackOnFailure: false,
    createNamespace: false,
    helmMajor: environment.helm.version,
    ...hooks,
  };
}
