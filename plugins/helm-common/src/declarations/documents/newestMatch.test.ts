import fc from 'fast-check';
import semver from 'semver';
import { newestMatch } from './newestMatch';

const published = [
  '0.0.3',
  '0.2.1',
  '0.2.9',
  '1.0.0',
  'v1.2.0',
  '1.2.7',
  '1.3.0-rc.1',
  '1.3.0',
  '2.0.0-beta.2',
  '2.0.0',
  '2.1.0-alpha',
  '11.0.4',
];

it.each<[string, string | undefined]>([
  ['', '11.0.4'],
  ['*', '11.0.4'],
  ['latest', '11.0.4'],
  ['x', '11.0.4'],
  ['>= 0', '11.0.4'],
  ['1', '1.3.0'],
  ['1.x', '1.3.0'],
  ['1.2', '1.2.7'],
  ['1.2.*', '1.2.7'],
  ['1.2.0', 'v1.2.0'],
  ['=1.2.0', 'v1.2.0'],
  ['v1.2.x', '1.2.7'],
  ['~1.2.0', '1.2.7'],
  ['~> 1.2', '1.2.7'],
  ['~1', '1.3.0'],
  ['^1.0.0', '1.3.0'],
  ['^1', '1.3.0'],
  ['^0.2', '0.2.9'],
  ['^0.2.1', '0.2.9'],
  ['^0.0.3', '0.0.3'],
  ['^0.0', '0.0.3'],
  ['>=1.0.0 <2.0.0', '1.3.0'],
  ['>= 1.0.0, < 2.0.0', '1.3.0'],
  ['>1.2', '11.0.4'],
  ['>1.3 <11', '2.0.0'],
  ['<=1.2', '1.2.7'],
  ['=<1.2.0', 'v1.2.0'],
  ['1.0 - 1.2', '1.2.7'],
  ['1.0.0 - 1.2.0', 'v1.2.0'],
  ['0.2.x || 1.0.x', '1.0.0'],
  ['^1, !=1.3.0', '1.2.7'],
  ['^1 != 1.3', '1.2.7'],
  ['>=1.3.0-0 <1.3.0', '1.3.0-rc.1'],
  ['>=2.0.1-0 <3', '2.1.0-alpha'],
  ['^2.0.0-0', '2.1.0-alpha'],
  ['~2.0.0-0', '2.0.0'],
  ['1.3.0-rc.1', '1.3.0-rc.1'],
  ['3.x', undefined],
  ['stable', undefined],
  ['>=1 ||', undefined],
  ['1.2.3.4', undefined],
])('takes for %j the version %s', (range, version) => {
  expect(newestMatch(range, published)).toBe(version);
});

const number = fc.integer({ min: 0, max: 4 });
const version = fc.tuple(number, number, number).map(parts => parts.join('.'));

it('agrees with a simple reading of plain ranges', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('^', '~', '>', '<', '>=', '<=', '='),
      version,
      fc.integer({ min: 1, max: 3 }),
      fc.array(version, { maxLength: 20 }),
      (operator, bound, count, versions) => {
        const partial = bound.split('.').slice(0, count).join('.');
        const range = `${operator}${partial}`;
        const newest = versions
          .filter(candidate => semver.satisfies(candidate, range))
          .sort(semver.rcompare)[0];
        expect(newestMatch(range, versions)).toBe(newest);
      },
    ),
    { numRuns: 2000 },
  );
});

it('takes any text for a range or for none', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (range, versions) => {
      const match = newestMatch(range, versions);
      expect(match === undefined || versions.includes(match)).toBe(true);
    }),
  );
});
