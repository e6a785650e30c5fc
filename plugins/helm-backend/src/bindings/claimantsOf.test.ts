import { claimantsOf } from './claimantsOf';

const by = (...names: string[]) => names.map(entityRef => ({ entityRef }));
const [owner] = by('owner');

describe('claimantsOf', () => {
  it.each([
    ['declared by nobody', undefined, [], []],
    ['declared by two', undefined, by('a', 'b'), ['a', 'b']],
    ['owned only', owner, [], ['owner']],
    ['owned and declared', owner, by('owner'), ['owner']],
    ['declared by a stranger too', owner, by('a', 'owner'), ['a', 'owner']],
    ['declared by a stranger instead', owner, by('a'), ['a', 'owner']],
  ])('%s', (_, binding, declared, claimants) =>
    expect([...claimantsOf(binding, declared)]).toEqual(claimants),
  );
});
