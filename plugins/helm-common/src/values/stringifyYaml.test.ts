import fc from 'fast-check';
import { isSameValue } from './override';
import { parseHelmYaml } from './parseHelmYaml';
import { stringifyYaml } from './stringifyYaml';
import scalars from './__fixtures__/scalars.json';

const text = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom(...scalars.map(({ yaml }) => yaml)),
  fc.constantFrom('a\nb\n', ' x', 'x ', '\n', 'a: b', '- a', '# c', '\ttab'),
);
/** What a YAML stream can hold at all. */
const printable = text.map(value =>
  value.replace(
    /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/gu,
    '',
  ),
);
const values = fc.dictionary(
  printable.filter(key => key.length < 100),
  fc.oneof(
    printable,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.array(fc.oneof(printable, fc.dictionary(printable, printable)), {
      maxLength: 3,
    }),
    fc.dictionary(printable, printable, { maxKeys: 3 }),
  ),
  { maxKeys: 4 },
);

describe('stringifyYaml', () => {
  it('law: Helm reads back what was written', () => {
    const law = fc.property(values, map =>
      // Not by way of JSON: V8 was seen to read back the key "\n" as "\\".
      isSameValue(parseHelmYaml(stringifyYaml(map), 'values'), map),
    );
    expect(fc.check(law, { numRuns: 10_000 })).toMatchObject({ failed: false });
  });

  it('escapes what ends a line to Helm', () => {
    const map = { 'k\u2028': 'x\u2028y\u0085z\u2029\r' };
    expect(stringifyYaml(map)).toBe(
      '"k\\u2028": "x\\u2028y\\u0085z\\u2029\\r"\n',
    );
    expect(parseHelmYaml(stringifyYaml(map), 'values')).toEqual(map);
  });

  it('sorts keys, and writes nothing for nothing', () => {
    expect(stringifyYaml({ b: 1, a: { d: 'yes', c: '0644' } })).toBe(
      'a:\n  c: "0644"\n  d: "yes"\nb: 1\n',
    );
    expect(stringifyYaml({})).toBe('');
  });
});
