import { describeOperations } from './__testUtils__/describeOperations';
import { aPlan } from './__testUtils__/aPlan';
import { ended } from './__testUtils__/until';

jest.setTimeout(60_000);

const MINUTES = 60_000;

describeOperations('36. a replica whose clock is wrong', setup => {
  it.each([5 * MINUTES, -5 * MINUTES])(
    'gives its engine the whole time, by that clock: %d ms',
    async ahead => {
      const now = () => Date.now() + ahead;
      const replica = setup.another({ now });
      replica.worker.start();
      const { id } = await replica.run(aPlan({}, { timeoutSeconds: 60 }));
      expect(await ended(replica, id)).toMatchObject({ status: 'succeeded' });
      const [{ deadline }] = replica.engine.started;
      const left = Date.parse(deadline) - now();
      expect(left).toBeLessThanOrEqual(120_000);
      expect(left).toBeGreaterThan(60_000);
    },
  );
});
