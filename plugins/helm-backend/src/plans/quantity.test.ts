import fc from 'fast-check';
import { formatQuantity, parseQuantity } from './quantity';

it.each([
  ['500m', 0.5],
  ['2', 2],
  ['.5', 0.5],
  ['0.1', 0.1],
  ['1e3', 1000],
  ['1.5E-1', 0.15],
  ['1E', 1e18],
  ['128Mi', 134217728],
  ['1.5Gi', 1610612736],
  ['100k', 100000],
  ['10u', 0.00001],
  [3, 3],
  ['', undefined],
  ['1.5gi', undefined],
  ['Mi', undefined],
  [undefined, undefined],
])('reads %s', (written, value) => {
  // Parts of ten differ in the last digit by how they are counted.
  expect(parseQuantity(written)?.toPrecision(12)).toBe(value?.toPrecision(12));
});

it('writes figures as a person does', () => {
  expect(formatQuantity(1.9, 'requests.cpu')).toBe('1.9');
  expect(formatQuantity(2.4000000000000004, 'limits.cpu')).toBe('2.4');
  expect(formatQuantity(1.5 * 2 ** 30, 'requests.memory')).toBe('1.5Gi');
  expect(formatQuantity(512 * 2 ** 20, 'limits.memory')).toBe('512Mi');
  expect(formatQuantity(10, 'pods')).toBe('10');
});

it('reads back what it writes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), thousandths => {
      const value = thousandths / 1000;
      expect(parseQuantity(formatQuantity(value, 'requests.cpu'))).toBe(value);
    }),
  );
});
