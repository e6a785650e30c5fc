import { absoluteTime, duration } from './Time';

describe('duration', () => {
  it.each([
    [800, '0.8 s'],
    [48_000, '48 s'],
    [72_000, '1 m 12 s'],
    [300_000, '5 m 00 s'],
    [7_500_000, '2 h 5 m'],
    [-5, '0.0 s'],
  ])('%d ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});

describe('absoluteTime', () => {
  it('is in UTC, and says so', () => {
    expect(absoluteTime('2026-11-20T13:02:00+01:00')).toBe(
      '20 Nov 2026, 12:02 UTC',
    );
  });
});
