import type {
  HelmProblem,
  Operation,
  PlanRequest,
  ReleaseRef,
  Revision,
} from '@backstage-helm/plugin-helm-common';
import type { LostObjects } from './findLostObjects';
import type { Trace } from './holder';

/** Where an operation of ours ran, and when it was last heard of. */
export interface Run {
  host?: string;
  /** ISO time of its last sign of life. */
  lastSeenAt?: string;
  /** Its portal died, as opposed to its Helm alone. */
  portalDied: boolean;
}

/** Everything that the doctor concludes from. */
export interface DoctorFacts {
  release: ReleaseRef;
  environment: {
    name: string;
    historyMax: number;
    /** How long a Helm outside of the portal is given. */
    outsideLimitMs: number;
  };
  /** Newest revision in storage; its status is the payload's. */
  newest?: Revision;
  trace?: Trace;
  /** Our operation that left the newest revision as it is. */
  maker?: Operation;
  run?: Run;
  /** Our operation that an engine works on now. */
  running?: Operation;
  /** Revisions that succeeded and are still in storage, newest first. */
  good: { revision: number; chartVersion?: string }[];
  /** Newest revision that succeeded by our record, in storage or not. */
  knownGood?: number;
  /** Hooks that the newest revision runs when it is uninstalled. */
  uninstallHooks: string[];
  /** What would be deployed: declaration with its active override. */
  wanted?: { version: string };
  /** What is declared, whatever overrides it. */
  declaredVersion?: string;
  /** An override is active: to deploy as declared drops it. */
  hasOverride: boolean;
  /** Only looked for when no revision is in storage. */
  lost?: LostObjects;
  /** Why the caller can't do this now; undefined = may. */
  refuse: (
    kind: PlanRequest['kind'],
    unlocks: boolean,
    alsoNeeds?: readonly string[],
  ) => (Pick<HelmProblem, 'code'> & { reason: string }) | undefined;
  now: number;
}
