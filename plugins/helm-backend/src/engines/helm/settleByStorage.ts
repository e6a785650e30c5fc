import {
  isHelmError,
  type OperationOutcome,
} from '@backstage-helm/plugin-helm-common';
import type {
  EngineOperation,
  EngineReporter,
  Settled,
} from '@backstage-helm/plugin-helm-node';
import { parseHelmError, type HelmFailure, type HelmResult } from '../../helm';
import type { PlanWork } from '../../plans/PlanRecord';
import {
  createRedactor,
  redactionSource,
  type Redactor,
} from '../../redaction';
import type { StoredRevision } from '../../releases/ReleaseStore';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { toObservation } from './observation';
import { redactOutcomeWith } from './redactingReporter';
import { readTestLogs } from './testLogs';
import { verdict, type Verdict } from './verdict';
import { outcomeOf } from './words';

/** What {@link settleByStorage} is told. */
export interface Ended {
  operation: EngineOperation;
  work: PlanWork;
  /** What is to be judged, when not the whole operation. */
  kind?: string;
  before: { revision: number; status: string };
  /** Absent in a recovery: nobody saw how Helm ended. */
  result?: HelmResult;
  cancelRequested: boolean;
  toVersion?: string;
  redactor?: Redactor;
  reporter?: Pick<EngineReporter, 'log' | 'warn'>;
}

/** The settled operation, and the revision that it is about. */
export interface Settlement {
  settled: Settled;
  verdict: Verdict;
  failure?: HelmFailure;
  mine?: StoredRevision;
}

/**
 * The operation's own revision where a newer one exists already. The storage
 * is read fresh, whatever the exit code said.
 */
async function readMine(
  options: Pick<HelmEngineOptions, 'store'>,
  { release, expectedRevision }: EngineOperation,
): Promise<StoredRevision | undefined> {
  const newest = await options.store.observe(release);
  if (!newest || newest.revision <= expectedRevision) {
    return newest;
  }
  try {
    return await options.store.revision(release, expectedRevision);
  } catch (error) {
    if (isHelmError(error) && error.code === 'NOT_FOUND') {
      return newest;
    }
    throw error;
  }
}

/** Decides and words the end of an operation by what the storage holds. */
export async function settleByStorage(
  options: HelmEngineOptions,
  ended: Ended,
): Promise<Settlement> {
  const { operation, work, result } = ended;
  const mine = await readMine(options, operation);
  const failure = result && parseHelmError(result.stderr);
  const decided = verdict({
    kind: ended.kind ?? operation.kind,
    operationId: operation.id,
    expectedRevision: operation.expectedRevision,
    toRevision: work.toRevision,
    keepHistory: work.keepHistory ?? false,
    before: ended.before,
    after: mine,
    exit: result && failure && { code: result.exitCode, failure },
    cancelRequested: ended.cancelRequested,
  });
  const redactor =
    ended.redactor ??
    createRedactor({
      secretKeys: options.config.secretKeys,
      sources: mine ? [redactionSource(mine)] : [],
    });
  const outcome = outcomeOf({
    kind: operation.kind,
    toVersion: ended.toVersion,
    toRevision: operation.kind === 'rollback' ? work.toRevision : undefined,
    verdict: decided,
    after: mine,
    failure,
    explanation: await explanationOf(options, ended, decided, redactor, mine),
  });
  return {
    settled: {
      type: 'settled',
      status: decided.status,
      changed: decided.changed,
      outcome: redactOutcomeWith(outcome, redactor),
      observation: toObservation(mine, options.digester, options.now()),
    },
    verdict: decided,
    failure,
    mine,
  };
}

async function explanationOf(
  options: Pick<HelmEngineOptions, 'resources' | 'clusters'>,
  { operation, result, reporter }: Ended,
  decided: Verdict,
  redactor: Redactor,
  mine: StoredRevision | undefined,
): Promise<Pick<OperationOutcome, 'why' | 'evidence'> | undefined> {
  if (decided.status !== 'failed') {
    return undefined;
  }
  if (operation.kind === 'test') {
    const logs = readTestLogs(result?.stdout ?? '');
    return {
      why: 'A test of the chart did not pass.',
      evidence: logs.map(({ pod, lines }) => ({
        source: `Pod ${pod}`,
        lines: lines.slice(-20),
      })),
    };
  }
  if (!decided.changed || !mine) {
    return undefined;
  }
  try {
    const { namespace } = operation.release;
    const list = await options.resources.read(
      await options.clusters.reader(operation.environment),
      { namespace, manifest: mine.manifest, hooks: mine.hooks },
      redactor,
      { withLogs: true },
    );
    return options.resources.explain(list);
  } catch (error) {
    // The failure is told all the same, only without its reason in the app.
    reporter?.warn(`The reason can't be read: ${(error as Error).message}`);
    return undefined;
  }
}
