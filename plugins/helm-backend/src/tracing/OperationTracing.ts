import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Link,
  type Tracer,
} from '@opentelemetry/api';
import {
  isHelmError,
  stringifyReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import type { OperationNews } from '../operations/OperationNews';
import { PhaseSpans } from './PhaseSpans';
import { TRACER } from './tracer';
import { formatTraceParent, parseTraceParent } from './traceParent';

/** Steps of an operation's life that a worker takes. */
export type Step = 'operation.run' | 'operation.recover' | 'operation.poll';

/**
 * One trace from the request to Helm, however long it waits in between and
 * whichever replica runs it: the row keeps the request's `traceparent`.
 *
 * Straight on OpenTelemetry's API: Backstage's tracing service has neither links
 * nor a way to write a context down. Without an SDK nothing of this does
 * anything. Attributes are names, never values or texts of people.
 */
export class OperationTracing {
  readonly #tracer: Tracer = trace.getTracer(TRACER);

  /** What a new row keeps of the trace that it is made in. */
  traceParent(): string | undefined {
    const span = trace.getActiveSpan()?.spanContext();
    return span && isSpanContextValid(span)
      ? formatTraceParent(span)
      : undefined;
  }

  /**
   * Continues the caller's trace, where no instrumentation of HTTP did.
   *
   * @param headers - of the incoming request
   */
  receive(headers: Record<string, unknown>, work: () => void): void {
    const active = context.active();
    context.with(
      trace.getSpan(active) ? active : propagation.extract(active, headers),
      work,
    );
  }

  /** Asking for an operation. `retries` is the one that it does again. */
  request<T extends OperationRow>(
    work: () => Promise<T>,
    retries?: OperationRow,
  ): Promise<T> {
    return this.#spanned(
      'operation.request',
      { links: linksTo(retries), kind: SpanKind.PRODUCER },
      context.active(),
      async span => {
        const operation = await work();
        span.setAttributes(attributesOf(operation));
        return operation;
      },
    );
  }

  /** A worker's step, in the trace of the request. */
  step(
    name: Step,
    row: OperationRow,
    work: () => Promise<void>,
  ): Promise<void> {
    const asked = parseTraceParent(row.traceParent);
    return this.#spanned(
      name,
      { attributes: attributesOf(row), kind: SpanKind.CONSUMER },
      asked ? trace.setSpanContext(ROOT_CONTEXT, asked) : ROOT_CONTEXT,
      work,
    );
  }

  /** Phases of the step that is under way. */
  phases(): PhaseSpans {
    return new PhaseSpans(this.#tracer, context.active());
  }

  /** Says on the step that is under way how its operation ended. */
  readonly tell = ({ type, operation }: OperationNews): void => {
    const span = trace.getActiveSpan();
    if (type === 'settled' && span) {
      const { status } = operation;
      span.setAttribute(`helm.operation.status`, status);
      if (['failed', 'dead', 'interrupted'].includes(status)) {
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
    }
  };

  #spanned<T>(
    name: string,
    options: { attributes?: Attributes; links?: Link[]; kind: SpanKind },
    parent: Context,
    work: (span: ReturnType<Tracer['startSpan']>) => Promise<T>,
  ): Promise<T> {
    return this.#tracer.startActiveSpan(name, options, parent, async span => {
      try {
        return await work(span);
      } catch (error) {
        // Codes are ours; messages may quote what a person wrote.
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: isHelmError(error) ? error.code : undefined,
        });
        throw error;
      } finally {
        span.end();
      }
    });
  }
}

function linksTo(row: OperationRow | undefined): Link[] {
  const span = parseTraceParent(row?.traceParent);
  return span ? [{ context: span }] : [];
}

function attributesOf(row: OperationRow): Attributes {
  return {
    'helm.operation.id': row.id,
    'helm.operation.kind': row.kind,
    'helm.operation.attempt': row.attempt,
    'helm.release': stringifyReleaseRef(row.release),
    'helm.environment': row.environment,
    'helm.engine': row.engine,
    ...(row.follows && { 'helm.operation.follows': row.follows }),
    ...(row.retryOf && { 'helm.operation.retry_of': row.retryOf }),
  };
}
