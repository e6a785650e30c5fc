import {
  SpanStatusCode,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';

/** A span for each phase of an operation; one is open at a time. */
export class PhaseSpans {
  readonly #tracer: Tracer;
  readonly #parent: Context;
  #open: { name: string; span: Span } | undefined;

  constructor(tracer: Tracer, parent: Context) {
    this.#tracer = tracer;
    this.#parent = parent;
  }

  /** When one starts, the one before it is over. */
  move(
    name: string,
    status: 'running' | 'passed' | 'failed' | 'skipped',
  ): void {
    if (status === 'running') {
      if (this.#open?.name !== name) {
        this.end();
        const span = this.#tracer.startSpan(
          `operation.${name}`,
          {},
          this.#parent,
        );
        this.#open = { name, span };
      }
      return;
    }
    if (this.#open?.name === name) {
      if (status === 'failed') {
        this.#open.span.setStatus({ code: SpanStatusCode.ERROR });
      }
      this.end();
    }
  }

  /** Ends what is open: the operation goes on elsewhere, or not at all. */
  end(): void {
    this.#open?.span.end();
    this.#open = undefined;
  }
}
