import { promotionProblem, type Source, type Wanted } from './promotionProblem';

const MINUTE = 60_000;
const now = Date.parse('2026-11-21T14:00:00Z');
const wanted: Wanted = {
  version: '2.4.0',
  digest: 'sha256:a',
  from: 'staging',
  to: 'prod',
  soakSeconds: 3600,
};

function source(more: Partial<Source> = {}): Source {
  return {
    latest: {
      revision: 7,
      status: 'deployed',
      chartVersion: '2.4.0',
      updatedAt: new Date(now - 300 * MINUTE).toISOString(),
    },
    chartDigest: 'sha256:a',
    soak: {
      revision: 7,
      healthySince: now - 61 * MINUTE,
      checkedAt: now - MINUTE,
    },
    ...more,
  };
}

const healthyFor = (minutes: number) => ({
  revision: 7,
  healthySince: now - minutes * MINUTE,
  checkedAt: now,
});

describe('promotionProblem', () => {
  it('lacks nothing after long enough', () => {
    expect(promotionProblem(wanted, source(), now)).toBeUndefined();
    expect(
      promotionProblem(
        { ...wanted, soakSeconds: 0 },
        source({ soak: healthyFor(0) }),
        now,
      ),
    ).toBeUndefined();
  });

  it.each<[string, Partial<Source>]>([
    ['Nothing of it is deployed in staging.', { latest: undefined }],
    [
      'Revision 7 in staging is failed.',
      { latest: { ...source().latest!, status: 'failed' } },
    ],
    [
      "What is deployed in staging was not deployed from here, so its chart can't be compared.",
      { chartDigest: undefined },
    ],
    [
      'staging has another chart of the same version 2.4.0.',
      { chartDigest: 'sha256:b' },
    ],
    [
      'staging has 2.3.0, not 2.4.0.',
      {
        chartDigest: 'sha256:b',
        latest: { ...source().latest!, chartVersion: '2.3.0' },
      },
    ],
    ['Whether 2.4.0 is healthy in staging is not known.', { soak: undefined }],
    [
      'Whether 2.4.0 is healthy in staging is not known.',
      { soak: { ...healthyFor(600), revision: 6 } },
    ],
    [
      'Whether 2.4.0 is healthy in staging is not known.',
      { soak: { ...healthyFor(600), checkedAt: now - 6 * MINUTE } },
    ],
    [
      '2.4.0 is not healthy in staging.',
      { soak: { revision: 7, checkedAt: now } },
    ],
    [
      '2.4.0 has been healthy in staging for 12 min of 1 h.',
      { soak: healthyFor(12) },
    ],
    [
      '2.4.0 has been healthy in staging for 5 min of 1 h.',
      {
        soak: healthyFor(600),
        latest: {
          ...source().latest!,
          updatedAt: new Date(now - 5 * MINUTE).toISOString(),
        },
      },
    ],
  ])('%s', (message, more) => {
    expect(promotionProblem(wanted, source(more), now)).toMatchObject({
      code: 'PROMOTION_RULE',
      message,
      wayOut: expect.stringMatching(/staging|prod|there/),
    });
  });

  it('says when it will be so', () => {
    expect(
      promotionProblem(wanted, source({ soak: healthyFor(12) }), now)?.wayOut,
    ).toBe('It may go to prod at 2026-11-21 14:48 UTC, if it stays healthy.');
  });
});
