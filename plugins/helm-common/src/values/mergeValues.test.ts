import fc from 'fast-check';
import { coalesceDefaults } from './coalesceDefaults';
import { mergeValues } from './mergeValues';
import { isSameValue } from './override';
import { provenance } from './provenance';
import type { ValuesMap } from './ValuesMap';

const leaf = fc.oneof(
  fc.integer({ max: 9 }),
  fc.constant(null),
  fc.string({ maxLength: 2 }),
  fc.array(fc.integer(), { maxLength: 2 }),
);
const name = fc.constantFrom('a', 'b', 'c', '__proto__');
/** Maps of one shape: where one layer has a map, no other has a scalar. */
const shaped = fc
  .record({
    top: fc.dictionary(name, leaf, { maxKeys: 3 }),
    nested: fc.dictionary(name, fc.dictionary(name, leaf), { maxKeys: 3 }),
  })
  .map(({ top, nested }) => ({ ...top, deep: nested } as ValuesMap));

describe('mergeValues', () => {
  it('merges maps, replaces the rest, keeps nulls', () => {
    expect(
      mergeValues([
        { image: { tag: '1', pull: 'Always' }, args: [1, 2], probe: {} },
        { image: { tag: '2' }, args: [3], probe: null },
        { probe: { path: '/' } },
      ]),
    ).toEqual({
      image: { tag: '2', pull: 'Always' },
      args: [3],
      probe: { path: '/' },
    });
  });

  it('law: associative where the layers agree on what is a map', () => {
    const law = fc.property(shaped, shaped, shaped, (a, b, c) => {
      const left = mergeValues([mergeValues([a, b]), c]);
      const right = mergeValues([a, mergeValues([b, c])]);
      return isSameValue(left, right);
    });
    expect(fc.check(law, { numRuns: 10_000 })).toMatchObject({ failed: false });
  });

  it('law: a layer on itself, or on nothing, changes nothing', () => {
    const law = fc.property(shaped, a =>
      [
        [a, a],
        [{}, a],
        [a, {}],
      ].every(layers => isSameValue(mergeValues(layers), a)),
    );
    expect(fc.check(law, { numRuns: 10_000 })).toMatchObject({ failed: false });
  });

  it('law: provenance names the highest layer that set a leaf', () => {
    const law = fc.property(shaped, shaped, (a, b) => {
      const layers = provenance([
        { layer: { name: 'values' }, values: a },
        { layer: { name: 'override' }, values: b },
      ]);
      return Object.entries(b)
        .filter(([key]) => key !== 'deep')
        .every(([key]) => layers[key]?.name === 'override');
    });
    expect(fc.check(law, { numRuns: 10_000 })).toMatchObject({ failed: false });
  });
});

describe('provenance', () => {
  it('follows maps, treats lists as one and escapes dots', () => {
    expect(
      provenance([
        {
          layer: { name: 'chart defaults' },
          values: { image: { tag: '1' }, hosts: ['a'], 'x.y': 1 },
        },
        {
          layer: { name: 'values', source: 'values.yaml' },
          values: { image: { tag: '2', pull: 'Always' }, hosts: [] },
        },
        { layer: { name: 'override' }, values: { image: null } },
      ]),
    ).toEqual({
      image: { name: 'override' },
      hosts: { name: 'values', source: 'values.yaml' },
      'x\\.y': { name: 'chart defaults' },
    });
  });
});

describe('coalesceDefaults', () => {
  it('lays mine over the defaults; my null removes a default', () => {
    expect(
      coalesceDefaults(
        { image: { tag: '1', pull: 'Always' }, probe: { path: '/' }, n: 1 },
        { image: { tag: '2' }, probe: null, extra: null },
      ),
    ).toEqual({ image: { tag: '2', pull: 'Always' }, n: 1, extra: null });
  });

  const defaults = {
    a: null,
    b: { c: null, d: { e: null } },
    h: { i: 1 },
    l: [null],
    m: { k: 1 },
    s: 'text',
  };
  const mine = { h: { i: null, z: null }, m: 'scalar', s: { map: 1 } };

  // What `helm template` of either major made of these.
  it.each([
    [
      3,
      {
        a: null,
        b: { c: null, d: { e: null } },
        h: { z: null },
        l: [null],
        m: 'scalar',
        s: { map: 1 },
      },
    ],
    [
      4,
      { b: { d: {} }, h: { z: null }, l: [null], m: 'scalar', s: { map: 1 } },
    ],
  ])("treats the chart's own nulls as Helm %d", (major, expected) => {
    expect(coalesceDefaults(defaults, mine, major)).toEqual(expected);
  });
});
