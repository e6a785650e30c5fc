import { isOff } from './isOff';

describe('isOff', () => {
  it.each<[string | undefined, object, boolean]>([
    [undefined, {}, false],
    ['orders.enabled', { orders: { enabled: false } }, true],
    ['orders.enabled', { orders: { enabled: true } }, false],
    ['orders.enabled', {}, false],
    ['orders.enabled', { orders: { enabled: 'false' } }, false],
    ['orders.enabled', { orders: null }, false],
    ['a.on, b.on', { b: { on: false } }, true],
    ['a.on,b.on', { a: { on: true }, b: { on: false } }, false],
  ])('of %s with %j is %s', (condition, values, off) =>
    expect(isOff(condition, values as Record<string, unknown>)).toBe(off),
  );
});
