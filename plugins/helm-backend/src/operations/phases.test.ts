import {
  phaseNames,
  type OperationPhase,
} from '@backstage-helm/plugin-helm-common';
import { endPhases, movePhase } from './phases';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const untouched = (): OperationPhase[] =>
  phaseNames.map(name => ({ name, status: 'next' }));

type Move = Parameters<typeof movePhase>[1];
const after = (...moves: [Move['name'], Move['status'], number][]) =>
  moves.reduce(
    (phases, [name, status, seconds]) =>
      movePhase(phases, { name, status, at: at(seconds) }),
    untouched(),
  );
const phase = (phases: OperationPhase[], name: string) =>
  phases.find(entry => entry.name === name);

describe('movePhase', () => {
  it('ends the phase before when the next one starts', () => {
    const phases = after(
      ['apply', 'running', 1],
      ['wait', 'running', 3],
      ['settle', 'running', 45],
    );
    expect(phases.filter(({ status }) => status === 'running')).toHaveLength(1);
    expect(phase(phases, 'apply')).toMatchObject({ finishedAt: at(3) });
    expect(phase(phases, 'wait')).toMatchObject({ finishedAt: at(45) });
  });

  it('keeps when a phase ended, though it is judged again later', () => {
    const phases = after(
      ['apply', 'running', 1],
      ['apply', 'passed', 3],
      ['wait', 'running', 3],
      ['apply', 'passed', 45],
      ['wait', 'failed', 45],
      ['settle', 'running', 45],
    );
    expect(phase(phases, 'apply')).toMatchObject({
      status: 'passed',
      startedAt: at(1),
      finishedAt: at(3),
    });
    expect(phase(phases, 'wait')).toMatchObject({
      status: 'failed',
      finishedAt: at(45),
    });
  });

  it('begins a phase anew in a new attempt', () => {
    const phases = after(
      ['preflight', 'running', 1],
      ['preflight', 'passed', 2],
      ['preflight', 'running', 60],
    );
    expect(phase(phases, 'preflight')).toEqual({
      name: 'preflight',
      status: 'running',
      startedAt: at(60),
    });
    expect(phase(endPhases(phases, 'failed', at(61)), 'preflight')).toEqual({
      name: 'preflight',
      status: 'failed',
      startedAt: at(60),
      finishedAt: at(61),
    });
  });
});
