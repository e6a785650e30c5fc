import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** W3C `traceparent` of a span: what a row keeps of a trace. */
export function formatTraceParent(span: SpanContext): string {
  const flags = span.traceFlags.toString(16).padStart(2, '0');
  return `00-${span.traceId}-${span.spanId}-${flags}`;
}

/** The span that a `traceparent` names; undefined when it is not one. */
export function parseTraceParent(
  text: string | undefined,
): SpanContext | undefined {
  const found = text ? FORM.exec(text) : null;
  if (!found) {
    return undefined;
  }
  const [, traceId, spanId, flags] = found;
  const span = {
    traceId,
    spanId,
    traceFlags: parseInt(flags, 16),
    isRemote: true,
  };
  return isSpanContextValid(span) ? span : undefined;
}
