import type {
  OperationOutcome,
  ResourceList,
} from '@backstage-helm/plugin-helm-common';
import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { ApplyBaseline } from '../../baseline/createBaseline';
import type { BindingStore, OverrideStore } from '../../bindings/Binding';
import type { ChartSource } from '../../charts';
import type { ClusterAccess } from '../../clusters/KubeClient';
import type { HelmConfig } from '../../config/HelmConfig';
import type { DeclarationStore } from '../../declarations/Declaration';
import type { Digester } from '../../digest/Digester';
import type { HolderCheck } from '../../doctor/createHolderCheck';
import type { HelmRunner, HostIdentity, ProcessIdentity } from '../../helm';
import type { Fence } from '../../plans/createFence';
import type { WouldChange } from '../../plans/wouldChange';
import type { ReleaseStore } from '../../releases/ReleaseStore';
import type { ResourceReader } from '../../resources';
import type { SecretRuns } from '../../secretValues/SecretRuns';

/** Looks at a release's objects, for the log and for explanations. */
export interface ResourceWatcher {
  read: ResourceReader['read'];
  /** Why it failed, in the app's terms. */
  explain(list: ResourceList): Pick<OperationOutcome, 'why' | 'evidence'>;
}

/** What the Helm engine stands on. */
export interface HelmEngineOptions {
  config: Pick<HelmConfig, 'environments' | 'secretKeys'>;
  runner: HelmRunner;
  charts: Pick<ChartSource, 'fetch'>;
  clusters: ClusterAccess;
  store: Pick<ReleaseStore, 'observe' | 'revision'>;
  declarations: Pick<DeclarationStore, 'resolve'>;
  bindings: Pick<BindingStore, 'get'>;
  overrides: Pick<OverrideStore, 'active'>;
  probeOwner: Engine['probe'];
  fence: Fence;
  /** Who may still be at work on a stuck release. */
  holder: HolderCheck;
  wouldChange: WouldChange;
  /** What runs read from Secrets; absent: values from Secrets are refused. */
  secretRuns?: Pick<SecretRuns, 'record'>;
  /** Prepares the namespace first; absent: nothing is prepared. */
  applyBaseline?: ApplyBaseline;
  resources: ResourceWatcher;
  digester: Digester;
  /** This machine and boot: whose child processes can be looked at. */
  host: HostIdentity;
  isAlive: (identity: ProcessIdentity) => Promise<boolean>;
  /** SIGTERM to a process of this machine that a former backend started. */
  terminate: (pid: number) => void;
  now: () => number;
  /** Resolves after so long, or when the signal aborts. */
  wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}
