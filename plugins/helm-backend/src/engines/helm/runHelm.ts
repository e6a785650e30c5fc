import {
  operationKinds,
  type ResourceList,
} from '@backstage-helm/plugin-helm-common';
import type {
  EngineOperation,
  EngineReporter,
} from '@backstage-helm/plugin-helm-node';
import type { HelmResult } from '../../helm';
import type { HelmCommand } from './commandOf';
import type { HelmEngineOptions } from './HelmEngineOptions';
import type { HelmSteps } from './HelmSteps';
import { createProgress } from './progress';

/** Between looks at the release's objects: at least one line each 3 s. */
const LOOK_MS = 1_500;

/** How a Helm process ended. */
export interface HelmRun {
  result: HelmResult;
  cancelRequested: boolean;
}

/** `level=WARN msg="…"` of Helm 4; the rest is told in our own words. */
function warningOf(line: string): string | undefined {
  const match =
    /^(?:time=\S+ )?level=(?:WARN|ERROR) msg="((?:[^"\\]|\\.)*)"/.exec(line);
  return match && !/ failed$/.test(match[1])
    ? match[1].replace(/\\(.)/g, '$1')
    : undefined;
}

/**
 * Starts Helm, on record before it can change anything, tells what its objects
 * do while it runs, and waits for its end. A cancel and the deadline are one
 * SIGTERM, and only for what Helm can end cleanly (DESIGN §6, Signals).
 */
export async function runHelm(
  options: Pick<HelmEngineOptions, 'runner' | 'now' | 'wait'>,
  given: {
    operation: EngineOperation;
    major: 3 | 4;
    command: HelmCommand;
    kubeconfig: string;
    reporter: EngineReporter;
    signal: AbortSignal;
    steps: HelmSteps;
    /** A look at the release's objects. */
    look: () => Promise<ResourceList>;
  },
): Promise<HelmRun> {
  const { operation, command, reporter, signal } = given;
  const acting = await options.runner.act(given.major, command.argv, {
    kubeconfig: given.kubeconfig,
    values: command.values,
    onLine: line => {
      const warning = warningOf(line);
      if (warning) {
        reporter.warn(warning);
      }
    },
  });
  try {
    await reporter.intent(acting.identity);
  } catch (error) {
    await acting.abandon();
    throw error;
  }
  if (signal.aborted) {
    await acting.abandon();
    return { result: await acting.result, cancelRequested: true };
  }

  const isCancellable =
    operationKinds.get(operation.kind)?.isCancellableWhileRunning === true;
  const ended = new AbortController();
  let cancelRequested = false;
  const cancel = () => {
    cancelRequested = true;
    reporter.log('Cancelling: Helm was asked to stop.');
    acting.terminate();
  };
  if (isCancellable) {
    signal.addEventListener('abort', cancel, { once: true });
  }
  const watching = Promise.all([
    watchDeadline(
      options,
      given,
      isCancellable,
      acting.terminate,
      ended.signal,
    ),
    followObjects(options, given, ended.signal),
  ]);
  acting.go();
  try {
    return { result: await acting.result, cancelRequested };
  } finally {
    ended.abort();
    signal.removeEventListener('abort', cancel);
    await watching;
  }
}

async function watchDeadline(
  options: Pick<HelmEngineOptions, 'now' | 'wait'>,
  {
    operation,
    reporter,
  }: { operation: EngineOperation; reporter: EngineReporter },
  isCancellable: boolean,
  terminate: () => void,
  ended: AbortSignal,
): Promise<void> {
  await options.wait(Date.parse(operation.deadline) - options.now(), ended);
  if (!ended.aborted) {
    if (isCancellable) {
      reporter.warn('The deadline has passed: Helm was asked to stop.');
      terminate();
    } else {
      reporter.warn('The deadline has passed; Helm is left to finish.');
    }
  }
}

async function followObjects(
  options: Pick<HelmEngineOptions, 'wait'>,
  given: {
    reporter: EngineReporter;
    steps: HelmSteps;
    look: () => Promise<ResourceList>;
  },
  ended: AbortSignal,
): Promise<void> {
  const progress = createProgress();
  let hasFailed = false;
  for (;;) {
    await options.wait(LOOK_MS, ended);
    if (ended.aborted) {
      return;
    }
    try {
      const list = await given.look();
      progress(list).forEach(({ level, text }) => given.reporter[level](text));
      given.steps.look(list);
    } catch (error) {
      // Helm goes on without our looking; say it once.
      if (!hasFailed) {
        hasFailed = true;
        given.reporter.warn(
          `Its objects can't be looked at: ${(error as Error).message}`,
        );
      }
    }
  }
}
