import {
  refuseWayOut,
  type ActionInput,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess } from '../clusters/KubeClient';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { EndedRun } from '../database/operations/getRun';
import type {
  KnownRelease,
  ReleaseKnowledge,
} from '../releases/ReleaseKnowledge';
import type { WantedRelease } from '@backstage-helm/plugin-helm-common';
import type { StoredRevision } from '../releases/ReleaseStore';
import type { DoctorFacts, Run } from './DoctorFacts';
import { findLostObjects } from './findLostObjects';
import { isStuck, leftBy, outsideLimitMs } from './holder';
import { readTrace } from './readTrace';

/** More revisions than these are not asked for as a way back. */
const TARGETS_ASKED = 5;

export interface FactOptions {
  knowledge: Pick<ReleaseKnowledge, 'store' | 'operations' | 'successes'>;
  clusters: Pick<ClusterAccess, 'reader'>;
  /** Whether a revision is still in storage, and the very one. */
  hasRevision: (
    ref: ReleaseRef,
    revision: number,
    deployedAt?: string,
  ) => Promise<boolean>;
  runOf: (operationId: string) => Promise<EndedRun | undefined>;
  now: () => number;
}

/** Looks at everything that the doctor concludes from; runs no Helm. */
export async function gatherFacts(
  options: FactOptions,
  given: {
    ref: ReleaseRef;
    environment: EnvironmentConfig;
    newest?: StoredRevision;
    known: KnownRelease;
    wanted?: WantedRelease;
    declaredVersion?: string;
    input: ActionInput;
  },
): Promise<DoctorFacts> {
  const { knowledge, clusters, now } = options;
  const { ref, environment, newest, known, wanted, input, declaredVersion } =
    given;
  const client = await clusters.reader(environment.name);
  const isThere = newest !== undefined && newest.status !== 'uninstalled';
  const [trace, operations, targets, lost] = await Promise.all([
    newest && readTrace(client, ref.namespace, newest.secretName),
    knowledge.operations.ofRelease(ref),
    isThere ? targetsOf(options, ref, newest) : { good: [] },
    newest ? undefined : findLostObjects(client, ref),
  ]);
  const maker = newest && trace && leftBy(newest, trace.writtenAt, operations);
  const { activeOperation } = known;
  return {
    release: ref,
    environment: {
      name: environment.name,
      historyMax: environment.defaults.historyMax,
      outsideLimitMs: outsideLimitMs(environment.defaults),
    },
    newest: newest && knowledge.store.rowOf(newest),
    trace,
    maker,
    run:
      maker && isStuck(newest?.status)
        ? await runOf(options, maker.id)
        : undefined,
    running:
      activeOperation?.status === 'running' ||
      activeOperation?.status === 'handed-over'
        ? activeOperation
        : undefined,
    ...targets,
    uninstallHooks: (newest?.hooks ?? [])
      .filter(({ events }) => events.some(event => /-delete$/.test(event)))
      .map(({ kind, name }) => `${kind} ${name}`),
    wanted,
    lost,
    declaredVersion,
    hasOverride: known.override !== undefined,
    refuse: (kind, unlocks, alsoNeeds) =>
      refuseWayOut(input, kind, unlocks, alsoNeeds),
    now: now(),
  };
}

async function runOf(
  { runOf: read }: Pick<FactOptions, 'runOf'>,
  id: string,
): Promise<Run | undefined> {
  const run = await read(id);
  return (
    run && {
      host: run.host,
      lastSeenAt:
        run.lastSeenAt === undefined
          ? undefined
          : new Date(run.lastSeenAt).toISOString(),
      portalDied: run.wasRecovered,
    }
  );
}

/**
 * What can be gone back to: what succeeded by our own record, or is still
 * recorded as deployed; `superseded` tells nothing (engines.md §2.6).
 */
async function targetsOf(
  { knowledge, hasRevision }: FactOptions,
  ref: ReleaseRef,
  newest: StoredRevision,
): Promise<Pick<DoctorFacts, 'good' | 'knownGood'>> {
  // A half uninstalled revision is itself what was good.
  const last =
    newest.status === 'uninstalling' ? newest.revision : newest.revision - 1;
  const successes = (await knowledge.successes.list(ref)).filter(
    ({ revision }) => revision <= last,
  );
  const history = (await knowledge.store.history(ref)).filter(
    ({ revision }) => revision <= last,
  );
  const good: DoctorFacts['good'] = [];
  const candidates = [
    ...successes,
    ...history
      .filter(({ status }) => status === 'deployed')
      .map(({ revision, updatedAt }) => ({ revision, deployedAt: updatedAt })),
  ].sort((left, right) => right.revision - left.revision);
  for (const { revision, deployedAt } of candidates.slice(0, TARGETS_ASKED)) {
    if (
      good.every(each => each.revision !== revision) &&
      (await hasRevision(ref, revision, deployedAt))
    ) {
      const row = history.find(each => each.revision === revision);
      good.push({ revision, chartVersion: row?.chartVersion });
    }
  }
  return { good, knownGood: successes[0]?.revision };
}
