import { createChartSchemas } from './chartSchemas';

const chart = { repository: 'platform', name: 'web', version: '1.0.0' };

describe('createChartSchemas', () => {
  it('fetches once for all who ask, and not soon again after a failure', async () => {
    let fetched = 0;
    let time = 0;
    let answer: { schema?: string } | undefined;
    const schemas = createChartSchemas({
      now: () => time,
      charts: {
        known: () => undefined,
        fetch: async () => {
          fetched += 1;
          if (!answer) {
            throw new Error('away');
          }
          return Object(answer);
        },
      },
    });
    expect(
      await Promise.all([schemas.read(chart), schemas.read(chart)]),
    ).toEqual([undefined, undefined]);
    expect(await schemas.read(chart)).toBeUndefined();
    expect(fetched).toBe(1);
    answer = { schema: '{"type":"object"}' };
    time = 11 * 60_000;
    expect(await schemas.read(chart)).toEqual({ type: 'object' });
    answer = { schema: 'no JSON' };
    expect(await schemas.read(chart)).toBeUndefined();
  });

  it('asks nobody for what is known', async () => {
    const schemas = createChartSchemas({
      now: () => 0,
      charts: {
        known: () => ({ schema: '{}' }),
        fetch: async () => {
          throw new Error('not asked');
        },
      },
    });
    expect(await schemas.read(chart)).toEqual({});
  });
});
