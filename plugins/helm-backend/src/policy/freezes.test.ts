import type { FreezeConfig } from '../config/HelmConfig';
import { freezeAt, freezesBetween } from './freezes';

const weekend: FreezeConfig = {
  type: 'recurring',
  title: 'Weekend',
  schedule: '0 18 * * 5',
  durationSeconds: 62 * 3600,
  timeZone: 'Europe/Berlin',
};
const yearEnd: FreezeConfig = {
  type: 'once',
  title: 'Year end',
  start: Date.parse('2026-12-20T00:00:00Z'),
  end: Date.parse('2027-01-03T00:00:00Z'),
};

describe('freezeAt', () => {
  it.each([
    ['2026-11-20T16:59:59Z', undefined],
    ['2026-11-20T17:00:00Z', 'Weekend'],
    ['2026-11-23T06:59:59Z', 'Weekend'],
    ['2026-11-23T07:00:00Z', undefined],
    // Summer time: 18:00 in Berlin is an hour earlier.
    ['2026-07-03T16:00:00Z', 'Weekend'],
    ['2026-07-03T15:59:59Z', undefined],
    // Within the year's end, which lasts longer than the weekend.
    ['2026-12-26T12:00:00Z', 'Year end'],
    ['2027-01-03T00:00:00Z', 'Weekend'],
  ])('knows at %s: %s', (time, title) => {
    expect(freezeAt([weekend, yearEnd], Date.parse(time))?.title).toBe(title);
  });

  it('keeps its length when the clocks change', () => {
    expect(freezeAt([weekend], Date.parse('2026-10-24T12:00:00Z'))).toEqual({
      title: 'Weekend',
      start: '2026-10-23T16:00:00.000Z',
      end: '2026-10-26T06:00:00.000Z',
    });
  });
});

describe('freezesBetween', () => {
  it('lists what is ahead, soonest first', () => {
    const from = Date.parse('2026-12-16T00:00:00Z');
    expect(
      freezesBetween([yearEnd, weekend], from, from + 14 * 86_400_000).map(
        ({ title, start }) => [title, start],
      ),
    ).toEqual([
      ['Weekend', '2026-12-18T17:00:00.000Z'],
      ['Year end', '2026-12-20T00:00:00.000Z'],
      ['Weekend', '2026-12-25T17:00:00.000Z'],
    ]);
  });
});
