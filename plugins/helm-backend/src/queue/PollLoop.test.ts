import { mockServices } from '@backstage/backend-test-utils';
import { until } from '../operations/__testUtils__/until';
import { PollLoop } from './PollLoop';

describe('PollLoop', () => {
  function loop(work: (isLeft: AbortSignal) => Promise<void>, now = Date.now) {
    const logger = mockServices.logger.mock();
    return {
      logger,
      loop: new PollLoop({
        name: 'claim',
        intervalMs: 1,
        limitMs: 30,
        work,
        logger,
        now,
      }),
    };
  }

  it('31. leaves a round that never ends, and goes on', async () => {
    let rounds = 0;
    const signals: AbortSignal[] = [];
    const { loop: turning, logger } = loop(async isLeft => {
      rounds += 1;
      signals.push(isLeft);
      if (rounds === 1) {
        await new Promise(() => {});
      }
    });
    turning.start();
    await until(() => rounds > 3);
    await turning.stop();
    expect(signals[0].aborted).toBe(true);
    expect(signals[1].aborted).toBe(false);
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('31. grows old while no round ends well, and young with the first that does', async () => {
    let time = 0;
    let isAway = true;
    let rounds = 0;
    const { loop: turning } = loop(
      async () => {
        rounds += 1;
        time += 1_000;
        if (isAway) {
          throw new Error('no database');
        }
      },
      () => time,
    );
    turning.start();
    await until(() => rounds > 3);
    expect(turning.ageMs()).toBeGreaterThan(3_000);
    isAway = false;
    await until(() => turning.ageMs() === 0);
    await turning.stop();
  });

  it('tells what became of a round that it had left', async () => {
    let fail = () => {};
    let rounds = 0;
    const { loop: turning, logger } = loop(async () => {
      rounds += 1;
      if (rounds === 1) {
        await new Promise((_, reject) => {
          fail = () => reject(new Error('cut'));
        });
      }
    });
    turning.start();
    await until(() => rounds > 1);
    fail();
    await until(() => logger.error.mock.calls.length === 2);
    await turning.stop();
    expect(logger.error.mock.calls.map(([, error]) => `${error}`)).toEqual([
      'Error: A round has not ended within 30 ms',
      'Error: cut',
    ]);
  });
});
