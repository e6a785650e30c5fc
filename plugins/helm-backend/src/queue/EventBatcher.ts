import type {
  OperationEvent,
  OperationPhase,
} from '@backstage-helm/plugin-helm-common';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NewEvent } from '../database/operations/appendEvents';

export interface EventLimits {
  /** Log lines and warnings kept of one operation. */
  events: number;
  flushMs: number;
  flushBytes: number;
  lineBytes: number;
}

export const EVENT_LIMITS: Omit<EventLimits, 'events'> = {
  flushMs: 250,
  flushBytes: 64 * 1024,
  lineBytes: 4 * 1024,
};

export interface EventBatcherOptions {
  /** Undefined when the operation is another worker's by now. */
  append: (
    events: NewEvent[],
    phases?: OperationPhase[],
  ) => Promise<number | undefined>;
  redact: (text: string) => string;
  now: () => number;
  limits: EventLimits;
  /** Events that the operation has already. */
  count: number;
  logger: Pick<LoggerService, 'warn'>;
}

/**
 * Gathers an operation's events and writes them in few transactions. Every
 * text is redacted before it is kept.
 */
export class EventBatcher {
  readonly #options: EventBatcherOptions;
  #pending: NewEvent[] = [];
  #pendingBytes = 0;
  #phases: OperationPhase[] | undefined;
  #count: number;
  #isFull = false;
  #isFenced = false;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: EventBatcherOptions) {
    this.#options = options;
    this.#count = options.count;
  }

  /** One event for each line of the text. */
  push(
    type: OperationEvent['type'],
    text: string,
    phase?: OperationEvent['phase'],
  ): void {
    for (const line of this.#options.redact(text).split(/\r?\n/)) {
      if (line.trim()) {
        this.#add({ at: this.#options.now(), type, phase, text: line });
      }
    }
  }

  /** Stored with the next batch. */
  setPhases(phases: OperationPhase[]): void {
    this.#phases = phases;
    this.#schedule();
  }

  /** Writes what is pending; resolves when it is written or was refused. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #add(event: NewEvent): void {
    const { limits, now } = this.#options;
    const isCapped = event.type === 'log' || event.type === 'warning';
    if (this.#isFenced || (isCapped && this.#isFull)) {
      return;
    }
    this.#count += 1;
    if (isCapped && this.#count >= limits.events) {
      this.#isFull = true;
      this.#keep({
        at: now(),
        type: 'truncated',
        text: `The log is longer than ${limits.events} lines; the rest of it is not kept.`,
      });
      return;
    }
    const text =
      event.text.length > limits.lineBytes
        ? `${event.text.slice(0, limits.lineBytes)}…`
        : event.text;
    this.#keep({ ...event, text });
  }

  #keep(event: NewEvent): void {
    this.#pending.push(event);
    this.#pendingBytes += event.text.length;
    if (this.#pendingBytes >= this.#options.limits.flushBytes) {
      this.flush();
    } else {
      this.#schedule();
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, this.#options.limits.flushMs);
  }

  async #write(): Promise<void> {
    const events = this.#pending;
    const phases = this.#phases;
    if (this.#isFenced || (!events.length && !phases)) {
      return;
    }
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#phases = undefined;
    try {
      const last = await this.#options.append(events, phases);
      this.#isFenced = last === undefined;
    } catch (error) {
      // Kept for the next flush: the operation goes on without its log.
      this.#pending = [...events, ...this.#pending];
      this.#phases ??= phases;
      this.#options.logger.warn(
        'Events of an operation could not be written',
        error as Error,
      );
    }
  }
}
