import {
  formatDuration,
  type Operation,
} from '@backstage-helm/plugin-helm-common';

const doing: Record<string, string> = {
  preflight: 'Checking',
  fetch: 'Fetching the chart',
  hooks: 'Running hooks',
  apply: 'Changing objects',
  wait: 'Waiting for resources',
  settle: 'Reading what came of it',
};

/** "Waiting for resources, step 5 of 6 · 1 m 12 s": what runs now. */
export function progressText(
  operation: Operation | undefined,
  now: number,
): string | undefined {
  const index = (operation?.phases ?? []).findIndex(
    phase => phase.status === 'running',
  );
  if (!operation || index < 0) {
    return undefined;
  }
  const phase = operation.phases[index];
  const step = `${doing[phase.name] ?? phase.name}, step ${index + 1} of ${
    operation.phases.length
  }`;
  return operation.startedAt
    ? `${step} · ${formatDuration(now - Date.parse(operation.startedAt))}`
    : step;
}

/** Why the newest revision failed, when an operation of ours made it. */
export function failureText(
  operation: Operation | undefined,
  revision: number | undefined,
): string | undefined {
  const { outcome } = operation ?? {};
  return outcome && operation?.revisionAfter === revision
    ? [outcome.title, outcome.why].filter(Boolean).join(': ')
    : undefined;
}
