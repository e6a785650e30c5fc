import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { HelmProcessListener } from '../helm/HelmRunner';
import { TRACER } from './tracer';

/**
 * A span for each Helm process, in the step that started it, besides what the
 * listener does. The process itself is told nothing of it.
 */
export function withSpans(listener: HelmProcessListener): HelmProcessListener {
  const tracer = trace.getTracer(TRACER);
  return process => {
    const span = tracer.startSpan(`helm ${process.command}`, {
      kind: SpanKind.CLIENT,
      attributes: { 'helm.major': process.major },
    });
    const ended = listener(process);
    return end => {
      ended(end);
      if (end.exitCode !== undefined) {
        span.setAttribute('process.exit.code', end.exitCode);
      }
      if (end.exitCode !== 0) {
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      span.end();
    };
  };
}
