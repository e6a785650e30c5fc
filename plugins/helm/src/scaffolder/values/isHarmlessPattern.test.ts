import { isHarmlessPattern } from './isHarmlessPattern';

describe('isHarmlessPattern', () => {
  it.each([
    '^[a-z0-9.-]+$',
    '^v?\\d+\\.\\d+$',
    '(foo|bar)?',
    '^(Always|Never)$',
    '[(+*]+',
    '\\(a+\\)+',
  ])('%s', pattern => expect(isHarmlessPattern(pattern)).toBe(true));

  it.each([
    '(a+)+$',
    '(a|a)*',
    '((a*)b)*',
    '(x{2,})+',
    '(a)\\1',
    'a'.repeat(201),
  ])('not %s', pattern => expect(isHarmlessPattern(pattern)).toBe(false));
});
