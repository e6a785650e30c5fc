import {
  phaseNames,
  type OperationPhase,
  type OperationStatus,
} from '@backstage-helm/plugin-helm-common';

export type PhaseName = OperationPhase['name'];

export function isPhaseName(name: string): name is PhaseName {
  return (phaseNames as readonly string[]).includes(name);
}

/** The phases after one of them moved. `at` is an ISO time. */
export function movePhase(
  phases: OperationPhase[],
  move: {
    name: PhaseName;
    status: 'running' | 'passed' | 'failed' | 'skipped';
    summary?: string;
    at: string;
  },
): OperationPhase[] {
  return phases.map(phase => {
    if (phase.name !== move.name) {
      return phase;
    }
    const moved: OperationPhase = {
      ...phase,
      status: move.status,
      summary: move.summary ?? phase.summary,
    };
    if (move.status === 'skipped') {
      return moved;
    }
    moved.startedAt ??= move.at;
    if (move.status !== 'running') {
      moved.finishedAt = move.at;
    }
    return moved;
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
