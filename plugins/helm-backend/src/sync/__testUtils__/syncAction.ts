import fc from 'fast-check';

/** One thing that happens to a release that is followed. */
export type SyncAction =
  | { type: 'declare'; digest: string }
  | { type: 'spoil' | 'mend' | 'distrust' | 'trust' }
  | { type: 'work'; outcome: 'succeeds' | 'fails' }
  | { type: 'round'; by: 'one' | 'other' | 'both' }
  | { type: 'finish' }
  | { type: 'roll back' | 'deploy' | 'pause' | 'resume' }
  | { type: 'decide'; decision: 'approve' | 'reject' };

const simple = (...types: SyncAction['type'][]) =>
  fc.constantFrom(...types).map(type => ({ type } as SyncAction));

/** Any of them; rounds come often, as they do. */
export const syncAction: fc.Arbitrary<SyncAction> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('declare' as const),
      digest: fc.constantFrom('A', 'B', 'C'),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('round' as const),
      by: fc.constantFrom('one' as const, 'other' as const, 'both' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('work' as const),
      outcome: fc.constantFrom('succeeds' as const, 'fails' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('decide' as const),
      decision: fc.constantFrom('approve' as const, 'reject' as const),
    }),
  },
  { weight: 4, arbitrary: simple('finish') },
  { weight: 3, arbitrary: simple('roll back', 'deploy', 'pause', 'resume') },
  { weight: 3, arbitrary: simple('spoil', 'mend', 'distrust', 'trust') },
);
