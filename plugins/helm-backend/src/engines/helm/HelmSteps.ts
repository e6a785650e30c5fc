import type { ResourceList } from '@backstage-helm/plugin-helm-common';
import type { EngineReporter } from '@backstage-helm/plugin-helm-node';

const steps = ['hooks', 'apply', 'wait'] as const;

type Step = (typeof steps)[number];

/** What a Helm process is to do. */
export interface HelmWork {
  preHooks: number;
  postHooks: number;
  waits: boolean;
  /** Whether the release's objects show when they are applied. */
  isVisible: boolean;
}

/**
 * The phases while Helm runs: hooks → apply → wait, one at a time. Helm doesn't
 * tell its steps, so the release's objects do; its end says which one failed.
 */
export class HelmSteps {
  readonly #reporter: Pick<EngineReporter, 'phase'>;
  readonly #work: HelmWork;
  readonly #told = new Map<Step, string>();
  #current: Step;
  #isFirstLook = true;

  constructor(reporter: Pick<EngineReporter, 'phase'>, work: HelmWork) {
    this.#reporter = reporter;
    this.#work = work;
    this.#current = work.preHooks > 0 ? 'hooks' : 'apply';
    if (work.preHooks + work.postHooks === 0) {
      this.#tell('hooks', 'skipped');
    }
    this.#tell(this.#current, 'running');
  }

  /** What the release's objects show. */
  look({ items, summary }: ResourceList): void {
    // The first look may have come before Helm touched anything.
    if (this.#isFirstLook) {
      this.#isFirstLook = false;
      return;
    }
    const { waits, isVisible } = this.#work;
    if (this.#current === 'hooks') {
      if (!items.some(item => item.isHook && item.status === 'Progressing')) {
        this.#next('apply');
      }
    } else if (this.#current === 'apply' && waits && isVisible) {
      const isApplied = items.every(
        item => item.isHook || item.status !== 'Missing',
      );
      if (items.length > 0 && isApplied) {
        this.#next('wait', summary.words);
      }
    }
  }

  /**
   * Ends every step that was begun: once when Helm ended, and again with what
   * the storage says of it. `code` is that of Helm's failure.
   */
  end(end: { isPassed: boolean; code?: string }): void {
    const { preHooks, postHooks, waits } = this.#work;
    const failed = end.isPassed ? undefined : this.#failedStep(end.code);
    const last = failed
      ? Math.max(steps.indexOf(failed), steps.indexOf(this.#current))
      : steps.length;
    const didRun: Record<Step, boolean> = {
      hooks: preHooks > 0 || (postHooks > 0 && (!failed || failed === 'hooks')),
      apply: last >= steps.indexOf('apply'),
      wait: waits && last >= steps.indexOf('wait'),
    };
    for (const step of steps.filter(name => didRun[name])) {
      this.#tell(step, step === failed ? 'failed' : 'passed');
    }
    if (!waits) {
      this.#tell('wait', 'skipped');
    }
  }

  #failedStep(code: string | undefined): Step {
    if (code === 'HOOK_FAILED') {
      return 'hooks';
    }
    return code === 'WAIT_TIMEOUT' && this.#work.waits ? 'wait' : this.#current;
  }

  #next(step: Step, summary?: string): void {
    this.#tell(this.#current, 'passed');
    this.#current = step;
    this.#tell(step, 'running', summary);
  }

  #tell(
    step: Step,
    status: Parameters<EngineReporter['phase']>[1],
    summary?: string,
  ): void {
    if (this.#told.get(step) !== status) {
      this.#told.set(step, status);
      this.#reporter.phase(step, status, summary);
    }
  }
}
