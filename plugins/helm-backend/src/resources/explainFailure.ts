import type {
  OperationOutcome,
  Resource,
  ResourceList,
} from '@backstage-helm/plugin-helm-common';

const MAX_EVIDENCE = 3;
const MAX_EVENT_LINES = 5;

/** A line that tells why, as programs write it. */
const telling =
  /\b(fatal|panic|error|exception|traceback|required|refused|denied|missing|not found|cannot|can't|unable|failed|invalid)\b/i;

/** What failed and why, in the app's terms; already redacted. */
export interface Explanation {
  /** "Deployment storefront-web: 0 of 2 new pods ready …". */
  why?: string;
  evidence: NonNullable<OperationOutcome['evidence']>;
}

/** The last line that names a cause, else the last line. */
function tellingLine(lines: readonly string[]): string | undefined {
  return lines.findLast(line => telling.test(line)) ?? lines[lines.length - 1];
}

function evidenceOf(resource: Resource): Explanation['evidence'] {
  const logs = resource.failing.flatMap(({ pod, container, lastLines }) =>
    lastLines?.length
      ? [{ source: `Pod ${pod}, container ${container}`, lines: lastLines }]
      : [],
  );
  const events = resource.events
    .slice(0, MAX_EVENT_LINES)
    .map(({ reason, message, count }) => `${reason} ${count}×: ${message}`);
  return [
    ...logs,
    ...(events.length
      ? [
          {
            source: `Warnings of ${resource.kind} ${resource.name}`,
            lines: events,
          },
        ]
      : []),
  ];
}

function whyOf(resource: Resource): string {
  const subject = `${resource.kind} ${resource.name}: ${resource.words}.`;
  const lines = resource.failing
    .map(({ lastLines }) => lastLines ?? [])
    .find(entry => entry.length);
  const line = lines && tellingLine(lines);
  if (line) {
    return `${subject} The container's log says: “${line.trim()}”.`;
  }
  const [event] = resource.events;
  const isNew = event && !resource.words.includes(event.message);
  return isNew ? `${subject} ${event.reason}: ${event.message}` : subject;
}

/**
 * Explains a failed operation by the objects that are not ready: those that
 * failed before those that only wait, hooks included.
 */
export function explainFailure(resources: ResourceList): Explanation {
  const notReady = resources.items.filter(
    ({ status }) =>
      status === 'Failed' || status === 'Missing' || status === 'Progressing',
  );
  const withLogs = notReady.find(
    ({ status, failing }) =>
      status === 'Failed' && failing.some(entry => entry.lastLines?.length),
  );
  const cause = withLogs ?? notReady[0];
  if (!cause) {
    return { evidence: [] };
  }
  const others = notReady.filter(resource => resource !== cause);
  const further = others.length
    ? ` ${others.length} more ${
        others.length === 1 ? 'object is' : 'objects are'
      } not ready.`
    : '';
  return {
    why: `${whyOf(cause)}${further}`,
    evidence: [cause, ...others].flatMap(evidenceOf).slice(0, MAX_EVIDENCE),
  };
}
