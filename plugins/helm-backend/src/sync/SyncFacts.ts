import type {
  Freeze,
  HelmProblem,
  ReleaseState,
} from '@backstage-helm/plugin-helm-common';
import type { SyncConfig } from '../config/HelmConfig';
import type { Override } from '../bindings/Binding';
import type { Declaration } from '../declarations/Declaration';
import type { SyncRow } from './SyncRow';

/** A release that has to come first. */
export interface DependencyFacts {
  name: string;
  /** It runs, as it is declared. */
  isReady: boolean;
}

/** The operation that works on a release, or waits to. */
export interface LiveWork {
  id: string;
  kind: string;
  status: string;
  requestedBy: string;
  follows?: string;
}

/** Everything that decides what automatic sync does with one target. */
export interface SyncFacts {
  /** Epoch milliseconds, by the database's clock. */
  now: number;
  sync: SyncConfig;
  environment: string;
  /** The freeze that holds now. */
  frozen?: Freeze;
  declaration: Pick<
    Declaration,
    'digest' | 'entityRef' | 'problems' | 'sources' | 'staleBecause'
  > & {
    /** It comes from a place that the environment follows. */
    isTrusted: boolean;
  };
  /** Entity that owns the release. */
  boundTo?: string;
  state: Pick<ReleaseState, 'lifecycle' | 'sync' | 'owner'>;
  /** The cluster does not answer. */
  isAway: boolean;
  override?: Pick<Override, 'by' | 'expiresAt'>;
  activeOperation?: LiveWork;
  row?: SyncRow;
  dependencies: DependencyFacts[];
}

/** What is to be done about a target now. */
export type SyncStep =
  | 'none'
  /** What runs is what is declared: remember that. */
  | 'record'
  /** It is applied, and stands in another place than before. */
  | 'locate'
  /** Another declaration than before is wanted. */
  | 'want'
  /** The declaration went back to what was applied: nothing is wanted. */
  | 'forget'
  /** An operation of ours waits for what nobody wants any more. */
  | 'withdraw'
  /** Bring the declaration about, as soon as brake and queue let it. */
  | 'start';

/** A reason to wait; what ends it is in its way out. */
export type SyncWait = HelmProblem;
