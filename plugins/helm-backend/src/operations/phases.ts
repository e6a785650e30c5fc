import {
  phaseNames,
  type OperationPhase,
  type OperationStatus,
} from '@backstage-helm/plugin-helm-common';

export type PhaseName = OperationPhase['name'];

export function isPhaseName(name: string): name is PhaseName {
  return (phaseNames as readonly string[]).includes(name);
}

/**
 * The phases after one of them moved. One runs at a time: when one starts, the
 * one before it is over. What ended keeps its time, even if it is judged anew;
 * only a new attempt begins it again. `at` is an ISO time.
 */
export function movePhase(
  phases: OperationPhase[],
  move: {
    name: PhaseName;
    status: 'running' | 'passed' | 'failed' | 'skipped';
    summary?: string;
    at: string;
  },
): OperationPhase[] {
  const { name, status, at } = move;
  return phases.map(phase => {
    if (phase.name !== name) {
      return status === 'running' && phase.status === 'running'
        ? { ...phase, status: 'passed', finishedAt: at }
        : phase;
    }
    const summary = move.summary ?? phase.summary;
    switch (status) {
      case 'skipped':
        return { ...phase, status, summary };
      case 'running':
        return {
          ...phase,
          status,
          summary,
          startedAt: phase.finishedAt ? at : phase.startedAt ?? at,
          finishedAt: undefined,
        };
      default:
        return {
          ...phase,
          status,
          summary,
          startedAt: phase.startedAt ?? at,
          finishedAt: phase.finishedAt ?? at,
        };
    }
  });
}

/** The phases of an operation that ended: none is left running or to come. */
export function endPhases(
  phases: OperationPhase[],
  status: OperationStatus,
  at: string,
): OperationPhase[] {
  return phases.map(phase => {
    if (phase.status === 'running') {
      return {
        ...phase,
        status: status === 'succeeded' ? 'passed' : 'failed',
        finishedAt: at,
      };
    }
    return phase.status === 'next' ? { ...phase, status: 'skipped' } : phase;
  });
}
