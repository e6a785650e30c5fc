import fc from 'fast-check';
import { cycleProblem, orderByDependencies } from './orderByDependencies';

type Item = [name: string, ...dependencies: string[]];

function order(...items: Item[]) {
  const { ordered, cycles } = orderByDependencies(
    items,
    ([name]) => name,
    ([, ...dependencies]) => dependencies,
  );
  const namesOf = (some: Item[]) => some.map(([name]) => name).join(' ');
  return { ordered: namesOf(ordered), cycles: cycles.map(namesOf) };
}

it.each<[string, Item[], string, string[]]>([
  ['nothing', [], '', []],
  ['the given order', [['b'], ['a']], 'b a', []],
  ['what is needed first', [['b', 'a'], ['a'], ['c', 'b']], 'a b c', []],
  ['unknown names', [['b', 'elsewhere'], ['a']], 'b a', []],
  ['a circle of one', [['a', 'a'], ['b']], 'b a', ['a']],
  [
    'a circle and what waits for it',
    [['d', 'a'], ['a', 'b'], ['b', 'c'], ['c', 'a'], ['e']],
    'e d a b c',
    ['a b c'],
  ],
  [
    'two circles',
    [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'd'],
      ['d', 'c'],
    ],
    'a b c d',
    ['a b', 'c d'],
  ],
])('puts in order: %s', (_, items, ordered, cycles) => {
  expect(order(...items)).toEqual({ ordered, cycles });
});

it('respects every dependency that is in no circle', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(19), { maxLength: 4 }), {
        maxLength: 20,
      }),
      lists => {
        // Only on what has a smaller number: no circles.
        const items = lists.map((list, index) => ({
          key: String(index),
          needs: list.filter(other => other < index).map(String),
        }));
        const shuffled = [...items].reverse();
        const { ordered, cycles } = orderByDependencies(
          shuffled,
          item => item.key,
          item => item.needs,
        );
        expect(cycles).toEqual([]);
        expect(ordered).toHaveLength(items.length);
        const keys = ordered.map(item => item.key);
        for (const item of items) {
          for (const needed of item.needs) {
            expect(keys.indexOf(needed)).toBeLessThan(keys.indexOf(item.key));
          }
        }
      },
    ),
  );
});

it('names a circle in words', () => {
  expect(cycleProblem(['queue', 'store'], 'x')).toMatchObject({
    code: 'DEPENDENCY_CYCLE',
    message: 'Each of these waits for the next: queue → store → queue.',
  });
});
