import type {
  HelmProblem,
  ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess } from '../clusters/KubeClient';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import type { OperationLookup } from '../releases/ReleaseKnowledge';
import type { StoredRevision } from '../releases/ReleaseStore';
import {
  holderOf,
  isStuck,
  leftBy,
  outsideLimitMs,
  type Holder,
} from './holder';
import { clock } from './moments';
import { readTrace } from './readTrace';

/**
 * Who may be at work on a stuck release; `except` is the operation that asks.
 * Undefined = nobody.
 */
export type HolderCheck = (
  release: ReleaseRef,
  newest: StoredRevision | undefined,
  except?: string,
) => Promise<Holder | undefined>;

/** Asks our own record and the Secret's metadata. */
export function createHolderCheck(options: {
  config: Pick<HelmConfig, 'environments'>;
  clusters: Pick<ClusterAccess, 'reader'>;
  operations: Pick<OperationLookup, 'activeFor' | 'ofRelease'>;
  now: () => number;
}): HolderCheck {
  const { config, clusters, operations, now } = options;
  return async (release, newest, except) => {
    const environment = environmentOf(
      config,
      release.cluster,
      release.namespace,
    );
    if (!environment || !newest || !isStuck(newest.status)) {
      return undefined;
    }
    const [active, ended, trace] = await Promise.all([
      operations.activeFor(release),
      operations.ofRelease(release),
      readTrace(
        await clusters.reader(environment.name),
        release.namespace,
        newest.secretName,
      ),
    ]);
    const isWorking =
      active?.status === 'running' || active?.status === 'handed-over';
    return holderOf({
      newest,
      trace,
      maker:
        trace &&
        leftBy(
          newest,
          trace.writtenAt,
          ended.filter(({ id }) => id !== except),
        ),
      running: isWorking && active.id !== except ? active : undefined,
      outsideLimitMs: outsideLimitMs(environment.defaults),
      now: now(),
    });
  };
}

/** Why a stuck release may not be touched yet. */
export function stillAtWork(holder: Holder): HelmProblem {
  return holder.by === 'operation'
    ? {
        code: 'STILL_AT_WORK',
        message: `Operation ${holder.operation.id} works on it.`,
        wayOut: 'Wait until it has ended.',
      }
    : {
        code: 'STILL_AT_WORK',
        message: `A Helm outside of the portal wrote it at ${clock(
          holder.writtenAt,
        )} and may still be at work.`,
        wayOut: `Wait until ${clock(holder.until)}.`,
      };
}
