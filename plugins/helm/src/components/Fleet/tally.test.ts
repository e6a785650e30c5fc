import type { ReleaseRow } from '@backstage-helm/plugin-helm-common';
import type { Tone } from '../../theme/tokens';
import { byNeed, tally } from './tally';

function row(name: string, tone: Tone): ReleaseRow {
  return {
    release: { cluster: 'c', namespace: 'n', name },
    state: {
      lifecycle: 'Deployed',
      sync: 'InSync',
      drift: 'None',
      health: 'Healthy',
      owner: { kind: 'portal' },
      observedAt: '2026-01-01T00:00:00Z',
    },
    headline: { state: 'InSync', word: 'In sync', tone, reason: '' },
    stale: false,
  };
}

const rows = [
  row('b', 'ok'),
  row('a', 'ok'),
  row('z', 'err'),
  row('m', 'warn'),
];

describe('tally', () => {
  it('counts each tone', () => {
    expect(tally(rows)).toEqual({ err: 1, warn: 1, accent: 0, ok: 2, mute: 0 });
  });

  it('puts what needs a person first, then goes by name', () => {
    expect(byNeed(rows).map(entry => entry.release.name)).toEqual([
      'z',
      'm',
      'a',
      'b',
    ]);
  });
});
