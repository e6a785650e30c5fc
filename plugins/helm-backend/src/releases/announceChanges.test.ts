import { announceChanges } from './announceChanges';

describe('announceChanges', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('tells at once, then at most once in a while, and never what', () => {
    const sent: string[] = [];
    const { changed, stop } = announceChanges({
      publish: async key => {
        sent.push(key);
      },
      hash: text => Buffer.from(text).toString('hex').split('').sort().join(''),
      intervalMs: 250,
      onError: () => {},
    });
    changed('nonprod/shop-dev/storefront');
    changed('nonprod/shop-dev/a');
    changed('nonprod/shop-dev/b');
    expect(sent).toHaveLength(1);
    jest.advanceTimersByTime(249);
    expect(sent).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(sent).toHaveLength(2);
    expect(sent.join()).not.toContain('storefront');
    changed('c');
    stop();
    changed('d');
    jest.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(2);
  });
});
