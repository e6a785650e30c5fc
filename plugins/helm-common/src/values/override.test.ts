import fc from 'fast-check';
import { isHelmError } from '../errors';
import { applyOverride, diffAsMergePatch, patchPaths } from './override';
import type { ValuesMap } from './ValuesMap';

const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'x.y'),
  fc.string({ maxLength: 3 }),
);

/** Values with nulls only inside of lists, where a merge patch can say them. */
const { tree } = fc.letrec<{ tree: unknown; map: ValuesMap; item: unknown }>(
  tie => ({
    item: fc.oneof(fc.constant(null), tie('tree')),
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.integer({ max: 9 }),
      fc.string({ maxLength: 3 }),
      fc.boolean(),
      fc.array(tie('item'), { maxLength: 3 }),
      tie('map'),
    ),
    map: fc
      .uniqueArray(fc.tuple(key, tie('tree')), {
        maxLength: 4,
        selector: ([name]) => name,
      })
      .map(entries => Object.fromEntries(entries)),
  }),
);
const values = fc
  .uniqueArray(fc.tuple(key, tree), {
    maxLength: 4,
    selector: ([name]) => name,
  })
  .map(entries => Object.fromEntries(entries) as ValuesMap);

/** Declared values may set keys to null, which removes a chart's default. */
const declared = fc
  .tuple(values, fc.array(key, { maxLength: 2 }))
  .map(([map, nulls]) =>
    Object.fromEntries([
      ...Object.entries(map),
      ...nulls.map((name): [string, unknown] => [name, null]),
    ]),
  );

function codeOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    return isHelmError(error) ? [error.code, error.field] : error;
  }
  return 'nothing thrown';
}

describe('override', () => {
  it('law: applying the difference gives what was wanted', () => {
    fc.assert(
      fc.property(declared, values, (was, wanted) => {
        const patch = diffAsMergePatch(was, wanted);
        expect(applyOverride(was, patch)).toEqual(wanted);
      }),
      { numRuns: 10_000 },
    );
  });

  it('law: no difference is an empty patch, also with nulls', () => {
    fc.assert(
      fc.property(declared, was => {
        expect(diffAsMergePatch(was, was)).toEqual({});
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    [{ a: 1 }, { a: null }, 'a'],
    [{}, { a: { b: null } }, 'a.b'],
    [{ a: 5 }, { a: { 'b.c': null } }, 'a.b\\.c'],
  ])('cannot turn %j into %j', (was, wanted, path) => {
    expect(codeOf(() => diffAsMergePatch(was, wanted))).toEqual([
      'NULL_NOT_IN_OVERRIDE',
      path,
    ]);
  });

  it('keeps a declared null beside a change', () => {
    const was = { probe: { http: null, tcp: 1 } };
    const wanted = { probe: { http: null, tcp: 2 } };
    expect(diffAsMergePatch(was, wanted)).toEqual({ probe: { tcp: 2 } });
  });

  it('names what a patch changes', () => {
    expect(
      patchPaths({ replicas: 3, image: { tag: null, pull: {} }, 'a.b': [1] }),
    ).toEqual(['a\\.b', 'image.pull', 'image.tag', 'replicas']);
  });
});
