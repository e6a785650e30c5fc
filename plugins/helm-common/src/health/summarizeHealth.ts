import type { HealthSummary, Resource } from '../api';

function overall(counts: {
  failing: number;
  progressing: number;
  unknown: number;
}): HealthSummary['status'] {
  if (counts.failing) {
    return 'Failed';
  }
  if (counts.progressing) {
    return 'Progressing';
  }
  return counts.unknown ? 'Unknown' : 'Healthy';
}

/**
 * Counts objects by readiness: "7 of 12 ready, 5 in progress". A missing
 * object counts as failing. Hooks are no part of a release's health.
 *
 * @public
 */
export function summarizeHealth(
  resources: readonly Pick<Resource, 'status' | 'isHook'>[],
): HealthSummary {
  const objects = resources.filter(resource => !resource.isHook);
  const counts = { ready: 0, progressing: 0, failing: 0, unknown: 0 };
  const keys = {
    Ready: 'ready',
    Progressing: 'progressing',
    Failed: 'failing',
    Missing: 'failing',
    Unknown: 'unknown',
  } as const;
  for (const { status } of objects) {
    counts[keys[status]] += 1;
  }
  const parts = [
    `${counts.ready} of ${objects.length} ready`,
    counts.progressing ? `${counts.progressing} in progress` : '',
    counts.failing ? `${counts.failing} failing` : '',
    counts.unknown ? `${counts.unknown} unknown` : '',
  ];
  return {
    status: overall(counts),
    ...counts,
    words: objects.length ? parts.filter(Boolean).join(', ') : 'No objects',
  };
}
