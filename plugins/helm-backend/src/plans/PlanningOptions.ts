import type {
  ReleaseRef,
  ReleaseState,
} from '@backstage-helm/plugin-helm-common';
import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { Authorizer } from '../authorization/Authorizer';
import type { BindingStore, OverrideStore } from '../bindings/Binding';
import type { ChartSource } from '../charts';
import type { ClusterAccess } from '../clusters/KubeClient';
import type { HelmConfig } from '../config/HelmConfig';
import type { DeclarationStore } from '../declarations/Declaration';
import type { Digester } from '../digest/Digester';
import type { HolderCheck } from '../doctor/createHolderCheck';
import type { HelmRunner } from '../helm';
import type { PromotionGate } from '../promotion/PromotionGate';
import type { ReleaseStore } from '../releases/ReleaseStore';
import type { SecretRuns } from '../secretValues/SecretRuns';
import type { Fence } from './createFence';
import type { ReadLimits } from './createLimitsReader';
import type { KindScopes } from './kindScopes';
import type { WouldChange } from './wouldChange';
import type { PlanStore } from './PlanRecord';

/** What plans are made from. */
export interface PlanningOptions {
  config: Pick<HelmConfig, 'environments' | 'secretKeys' | 'planTtlSeconds'>;
  charts: Pick<ChartSource, 'fetch' | 'versions' | 'known'>;
  runner: HelmRunner;
  clusters: ClusterAccess;
  store: Pick<ReleaseStore, 'observe' | 'revision'>;
  declarations: Pick<DeclarationStore, 'ofRelease' | 'resolve'>;
  bindings: Pick<BindingStore, 'get'>;
  overrides: Pick<OverrideStore, 'active'>;
  plans: PlanStore;
  authorizer: Pick<Authorizer, 'assert' | 'principal'>;
  probeOwner: Engine['probe'];
  digester: Digester;
  scopes: KindScopes;
  fence: Fence;
  /** Quotas of the namespace; absent: they are not looked at. */
  limits?: ReadLimits;
  /** Who may still be at work on a stuck release. */
  holder: HolderCheck;
  wouldChange: WouldChange;
  /** Absent: no environment has a promotion rule. */
  promotion?: PromotionGate;
  /** How another release is; absent: nobody looks at what comes first. */
  stateOf?: (ref: ReleaseRef) => Promise<ReleaseState | undefined>;
  /** What runs read from Secrets; absent: nothing ever. */
  secretRuns?: Pick<SecretRuns, 'paths'>;
  now: () => number;
  newId: () => string;
}
