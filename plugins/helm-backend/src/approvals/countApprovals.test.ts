import fc from 'fast-check';
import { countApprovals } from './countApprovals';

const people = ['dana', 'pia', 'omar', 'lea'].map(
  name => `user:default/${name}`,
);
const dana = people[0];
const approvals = fc.array(
  fc.record({
    by: fc.constantFrom(...people),
    isBreakGlass: fc.constant(false),
  }),
  { maxLength: 8 },
);

describe('countApprovals', () => {
  it('never takes fewer than the required different people who may count', () => {
    fc.assert(
      fc.property(
        approvals,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (given, required, selfApproval) => {
          const { isEnough } = countApprovals(
            { required, selfApproval },
            dana,
            given,
          );
          const eligible = new Set(
            given.map(({ by }) => by).filter(by => selfApproval || by !== dana),
          );
          expect(isEnough).toBe(eligible.size >= required);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('lets a broken glass stand for the rest, and counts no person by it', () => {
    const glass = { by: dana, isBreakGlass: true };
    expect(
      countApprovals({ required: 2, selfApproval: false }, dana, [glass]),
    ).toEqual({ count: 0, isEnough: true });
  });
});
