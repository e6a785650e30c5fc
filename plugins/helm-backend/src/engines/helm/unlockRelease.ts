import type {
  EngineOperation,
  EngineReporter,
} from '@backstage-helm/plugin-helm-node';
import type { DeployerIdentity } from '../../clusters/KubeClient';
import type { PlanWork } from '../../plans/PlanRecord';
import type { Redactor } from '../../redaction';
import type { StoredRevision } from '../../releases/ReleaseStore';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { markFailed } from './markFailed';
import { settleByStorage, type Settlement } from './settleByStorage';

/** What {@link unlockRelease} and {@link unlockFirst} are given. */
export interface Unlocking {
  operation: EngineOperation;
  work: PlanWork;
  base: StoredRevision;
  deployer: DeployerIdentity;
  redactor: Redactor;
  reporter: EngineReporter;
}

function settleUnlock(
  options: HelmEngineOptions,
  { operation, work, base, redactor, reporter }: Unlocking,
): Promise<Settlement> {
  return settleByStorage(options, {
    operation: { ...operation, expectedRevision: base.revision },
    work,
    kind: 'unlock',
    before: { revision: base.revision, status: base.status },
    result: { exitCode: 1, stdout: '', stderr: '' },
    cancelRequested: false,
    redactor,
    reporter,
  });
}

/** Marks the pending revision as failed, and says what storage says then. */
export async function unlockRelease(
  options: HelmEngineOptions,
  unlocking: Unlocking,
): Promise<Settlement> {
  const { reporter } = unlocking;
  reporter.phase('fetch', 'skipped');
  reporter.phase('hooks', 'skipped');
  reporter.phase('apply', 'running');
  await mark(options, unlocking);
  reporter.phase('wait', 'skipped');
  reporter.phase('settle', 'running');
  const settlement = await settleUnlock(options, unlocking);
  const { holds } = settlement.settled.outcome;
  reporter.phase(
    'apply',
    settlement.verdict.status === 'succeeded' ? 'passed' : 'failed',
  );
  reporter.phase('settle', 'passed', holds);
  return settlement;
}

/**
 * The same before an upgrade.
 *
 * @returns what to end with where it could not be marked; undefined = go on
 */
export async function unlockFirst(
  options: HelmEngineOptions,
  unlocking: Unlocking,
): Promise<Settlement | undefined> {
  return (await mark(options, unlocking))
    ? undefined
    : settleUnlock(options, unlocking);
}

/** On record before anything is written: recovery looks from here on. */
async function mark(
  options: Pick<HelmEngineOptions, 'now'>,
  { operation, base, deployer, reporter }: Unlocking,
): Promise<boolean> {
  await reporter.intent({});
  const isMarked = await markFailed(
    deployer.client,
    operation.release,
    base,
    operation,
    options.now(),
  );
  if (isMarked) {
    reporter.log(`Revision ${base.revision} is marked as failed.`);
  } else {
    reporter.warn(
      `Revision ${base.revision} was written by somebody else in this moment; it is left to them.`,
    );
  }
  return isMarked;
}
