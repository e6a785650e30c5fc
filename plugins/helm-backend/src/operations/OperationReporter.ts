import type { EngineReporter } from '@backstage-helm/plugin-helm-node';
import type { OperationPhase } from '@backstage-helm/plugin-helm-common';
import { inTransaction } from '../database/Database';
import { appendEvents } from '../database/operations/appendEvents';
import { recordIntent } from '../database/operations/recordIntent';
import type { ClaimedOperation } from '../database/OperationRow';
import { EventBatcher } from '../queue/EventBatcher';
import type { PhaseSpans } from '../tracing';
import type { OperationsContext } from './OperationsContext';
import { isPhaseName, movePhase } from './phases';

const WORDS = {
  running: 'started',
  passed: 'done',
  failed: 'failed',
  skipped: 'skipped',
};

/** The operation is another worker's: nothing may be started for it. */
export class LeaseLostError extends Error {
  constructor(id: string) {
    super(`Operation ${id} was taken over by another worker`);
    this.name = 'LeaseLostError';
  }
}

/** What an engine tells of one operation, into its row and event log. */
export class OperationReporter implements EngineReporter {
  readonly #context: OperationsContext;
  readonly #operation: ClaimedOperation;
  readonly #events: EventBatcher;
  #phases: OperationPhase[];
  readonly #spans: PhaseSpans;
  #hasIntent = false;

  constructor(context: OperationsContext, operation: ClaimedOperation) {
    this.#context = context;
    this.#operation = operation;
    this.#phases = operation.phases;
    this.#spans = context.tracing.phases();
    const { id, ticket, release } = operation;
    this.#events = new EventBatcher({
      append: async (events, phases) => {
        const last = await inTransaction(context.database, tx =>
          appendEvents(tx, id, events, { ticket, phases }),
        );
        context.announce({ operationId: id, release });
        return last;
      },
      redact: context.redactText,
      now: context.now,
      limits: context.eventLimits,
      count: operation.lastSeq,
      logger: context.logger,
    });
  }

  get phases(): OperationPhase[] {
    return this.#phases;
  }

  /** True once the engine may have changed something. */
  get hasIntent(): boolean {
    return this.#hasIntent;
  }

  phase(
    name: string,
    status: 'running' | 'passed' | 'failed' | 'skipped',
    summary?: string,
  ): void {
    if (!isPhaseName(name)) {
      this.log(summary ? `${name}: ${summary}` : `${name} ${WORDS[status]}`);
      return;
    }
    this.#spans.move(name, status);
    const { now, redactText } = this.#context;
    this.#phases = movePhase(this.#phases, {
      name,
      status,
      summary: summary === undefined ? undefined : redactText(summary),
      at: new Date(now()).toISOString(),
    });
    this.#events.setPhases(this.#phases);
    this.#events.push('phase', summary ?? `${name} ${WORDS[status]}`, name);
  }

  log(text: string): void {
    this.#events.push('log', text);
  }

  warn(text: string): void {
    this.#events.push('warning', text);
  }

  async intent(process: { pid?: number; startTime?: string }): Promise<void> {
    const { id, ticket } = this.#operation;
    const isOurs = await recordIntent(this.#context.database, {
      id,
      ticket,
      pid: process.pid,
      processStart: process.startTime,
    });
    if (!isOurs) {
      throw new LeaseLostError(id);
    }
    this.#hasIntent = true;
  }

  /** The engine is done: writes what is still pending. */
  flush(): Promise<void> {
    this.#spans.end();
    return this.#events.flush();
  }
}
