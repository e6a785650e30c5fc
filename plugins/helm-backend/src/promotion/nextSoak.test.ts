import fc from 'fast-check';
import { LONGEST_GAP_MS, nextSoak, type Look, type Soak } from './nextSoak';

const MINUTE = 60_000;
const healthy = (at: number, revision = 3): Look => ({
  revision,
  isHealthy: true,
  at,
});

describe('nextSoak', () => {
  it.each<[string, Soak | undefined, Look, number | undefined]>([
    ['begins with the first healthy look', undefined, healthy(100), 100],
    [
      'lasts while every look is healthy',
      { revision: 3, healthySince: 100, checkedAt: 200 },
      healthy(200 + MINUTE),
      100,
    ],
    [
      'ends with an unhealthy look',
      { revision: 3, healthySince: 100, checkedAt: 200 },
      { ...healthy(300), isHealthy: false },
      undefined,
    ],
    [
      'begins anew with another revision',
      { revision: 2, healthySince: 100, checkedAt: 200 },
      healthy(300),
      300,
    ],
    [
      'begins anew after a gap',
      { revision: 3, healthySince: 100, checkedAt: 200 },
      healthy(201 + LONGEST_GAP_MS),
      201 + LONGEST_GAP_MS,
    ],
    [
      'begins anew when it is well again',
      { revision: 3, checkedAt: 200 },
      healthy(300),
      300,
    ],
    [
      'is not set back by a look that came late',
      { revision: 3, healthySince: 100, checkedAt: 200 },
      { ...healthy(150), isHealthy: false },
      100,
    ],
  ])('%s', (_, before, look, healthySince) => {
    expect(nextSoak(before, look).healthySince).toBe(healthySince);
  });

  it('never tells more than the looks saw without a break', () => {
    const looks = fc.array(
      fc.record({
        revision: fc.integer({ min: 1, max: 2 }),
        isHealthy: fc.boolean(),
        after: fc.integer({ min: 1, max: 8 * MINUTE }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(looks, given => {
        let at = 0;
        let soak: Soak | undefined;
        const seen: Look[] = [];
        for (const { after, ...rest } of given) {
          at += after;
          seen.push({ ...rest, at });
          soak = nextSoak(soak, { ...rest, at });
          const { healthySince = Infinity, revision } = soak;
          const during = seen.filter(look => look.at >= healthySince);
          const isUnbroken = during.every(
            (look, index) =>
              look.isHealthy &&
              look.revision === revision &&
              look.at - (during[index - 1]?.at ?? look.at) <= LONGEST_GAP_MS,
          );
          expect(isUnbroken).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
