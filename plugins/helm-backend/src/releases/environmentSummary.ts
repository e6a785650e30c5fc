import type {
  EnvironmentSummary,
  EnvironmentSync,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { environmentPolicy } from '../policy/environmentPolicy';
import { environmentSync } from '../sync/environmentSync';
import type { StoreStatus } from './ReleaseStore';

/** An environment as screens need it. */
export function environmentSummary(
  environment: EnvironmentConfig,
  status: StoreStatus,
  now: number,
  sync: EnvironmentSync = environmentSync(environment, undefined, []),
): EnvironmentSummary {
  return {
    name: environment.name,
    title: environment.title,
    tier: environment.tier,
    cluster: environment.cluster,
    order: environment.order,
    promoteFrom: environment.promoteFrom,
    engine: environment.engine,
    readOnly: environment.readOnly,
    helmMajor:
      environment.engine === 'helm' ? environment.helm.version : undefined,
    policy: environmentPolicy(environment, now),
    sync,
    clusterStatus: {
      connected: status.connected,
      lastContactAt: status.lastContactAt,
      problem: status.problem,
    },
  };
}
