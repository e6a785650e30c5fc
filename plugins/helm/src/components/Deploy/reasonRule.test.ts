import { looksRight } from './reasonRule';

const rule = { required: true, pattern: '^[A-Z]+-[0-9]+' };

it.each([
  ['SHOP-12 carts', rule, true],
  ['carts', rule, false],
  ['carts', { required: true }, true],
  ['carts', undefined, true],
  ['carts', { required: true, pattern: '(' }, true],
])('“%s” under %j: %s', (reason, given, expected) => {
  expect(looksRight(given, reason)).toBe(expected);
});
