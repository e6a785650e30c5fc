import { BRAKE_WINDOW_MS, decideBrake, isPast, type BrakeFacts } from './brake';

const release = (name: string) => ({
  cluster: 'nonprod',
  namespace: 'shop-dev',
  name,
});
const changes = (...names: string[]) =>
  names.map(name => ({ release: release(name.split('@')[0]), digest: name }));

function decide(facts: Partial<BrakeFacts>) {
  const decision = decideBrake({
    wanting: [],
    standing: [],
    recent: [],
    before: undefined,
    maxChanges: 2,
    ...facts,
  });
  const names = (list: { digest: string }[]) => list.map(each => each.digest);
  return {
    held: names(decision.held),
    continued: names(decision.continued),
    mayStart: (name: string) => decision.mayStart(changes(name)[0]),
  };
}

describe('decideBrake', () => {
  it('holds all of them as soon as there are too many', () => {
    expect(decide({ wanting: changes('a', 'b') }).held).toEqual([]);
    const wanting = changes('a', 'b', 'c');
    expect(decide({ wanting }).held).toEqual(['a', 'b', 'c']);
    expect(decide({ wanting }).mayStart('a')).toBe(false);
  });

  it('counts what just changed, but once', () => {
    const recent = ['a', 'b'].map(release);
    expect(decide({ wanting: changes('c'), recent }).held).toEqual(['c']);
    expect(decide({ wanting: changes('a@2'), recent }).held).toEqual([]);
    expect(decide({ recent: [...recent, release('c')] }).held).toEqual([]);
  });

  it('does not count what was let go', () => {
    const before = { continued: changes('a', 'b', 'c') };
    const recent = ['a', 'b'].map(release);
    const standing = before.continued;
    const wanting = changes('c', 'd', 'e');
    const decision = decide({ wanting, standing, recent, before });
    expect(decision.held).toEqual([]);
    const more = changes('c', 'd', 'e', 'f');
    const held = decide({ wanting: more, standing, recent, before });
    expect(held.held).toEqual(['d', 'e', 'f']);
    expect([held.mayStart('c'), held.mayStart('d')]).toEqual([true, false]);
  });

  it('keeps what was let go while its cluster is away', () => {
    const before = { continued: changes('a@1', 'b@1') };
    const { continued } = decide({ standing: changes('a@1', 'b@2'), before });
    expect(continued).toEqual(['a@1']);
  });
});

describe('isPast', () => {
  it.each([
    ['never applied', undefined, false],
    ['another one', { appliedDigest: 'b', appliedAt: 0 }, false],
    ['just now', { appliedDigest: 'a', appliedAt: BRAKE_WINDOW_MS }, false],
    ['long ago', { appliedDigest: 'a', appliedAt: 0 }, true],
  ])('%s', (_, row, expected) =>
    expect(isPast(row, { digest: 'a' }, BRAKE_WINDOW_MS + 1)).toBe(expected),
  );
});
