import type { Text } from '../../hooks/useText';
import { phaseFacts } from './Phases';

const t = ((key: string) => key) as unknown as Text;

describe('phaseFacts', () => {
  it('goes on after a sentence without its full stop', () => {
    expect(
      phaseFacts(
        t,
        {
          name: 'settle',
          status: 'passed',
          summary: 'Revision 5 (2.0.0) is deployed.',
          startedAt: '2026-11-21T01:00:00.000Z',
          finishedAt: '2026-11-21T01:00:02.000Z',
        },
        0,
      ),
    ).toBe('Revision 5 (2.0.0) is deployed, 2.0 s');
    expect(phaseFacts(t, { name: 'wait', status: 'next' }, 0)).toBe(
      'base.phaseStatus.next',
    );
  });
});
