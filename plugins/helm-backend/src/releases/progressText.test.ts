import type { Operation } from '@backstage-helm/plugin-helm-common';
import { failureText, progressText } from './progressText';

const operation = {
  startedAt: '2026-11-21T01:00:00.000Z',
  revisionAfter: 4,
  phases: [
    { name: 'preflight', status: 'passed' },
    { name: 'wait', status: 'running' },
    { name: 'settle', status: 'next' },
  ],
  outcome: { code: 'X', title: 'Upgrade failed', why: 'pod web crashes' },
} as Operation;

describe('progress and failure in words', () => {
  it('says the step and the time', () => {
    expect(
      progressText(operation, Date.parse('2026-11-21T01:01:12.000Z')),
    ).toBe('Waiting for resources, step 2 of 3 · 1 m 12 s');
    expect(progressText(undefined, 0)).toBeUndefined();
  });

  it('explains a failure only for the revision that it made', () => {
    expect(failureText(operation, 4)).toBe('Upgrade failed: pod web crashes');
    expect(failureText(operation, 5)).toBeUndefined();
  });
});
