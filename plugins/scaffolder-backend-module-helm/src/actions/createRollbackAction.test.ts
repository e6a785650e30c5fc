import { InMemoryHelm, revision } from '../__testUtils__/InMemoryHelm';
import { runAction } from '../__testUtils__/runAction';
import { createRollbackAction } from './createRollbackAction';

const input = { entityRef: 'storefront', environment: 'dev', reason: 'why' };

function planned(helm: InMemoryHelm, wanted: { revision?: number } = {}) {
  return runAction(createRollbackAction(helm), { ...input, ...wanted });
}

describe('helm:release:rollback', () => {
  it('goes back to the given revision', async () => {
    const helm = new InMemoryHelm();
    const { outputs, log } = await planned(helm, { revision: 7 });
    expect(helm.planned).toMatchObject([{ kind: 'rollback', revision: 7 }]);
    expect(outputs).toMatchObject({ status: 'succeeded' });
    expect(log[0]).toBe(
      'Roll back: shop-dev/storefront in dev to revision 7 (1.3.0)',
    );
  });

  it('goes back to the last good revision from a bad one', async () => {
    const helm = new InMemoryHelm();
    helm.lastGoodRevision = 2;
    await planned(helm);
    expect(helm.planned).toMatchObject([{ revision: 2 }]);
  });

  it('goes back to an earlier one that worked, from one that works', async () => {
    const helm = new InMemoryHelm();
    helm.revisions = [
      revision(4, { status: 'deployed', succeeded: true }),
      revision(3),
      revision(2, { succeeded: true }),
      revision(1, { succeeded: true }),
    ];
    await planned(helm);
    expect(helm.planned).toMatchObject([{ revision: 2 }]);
  });

  it('takes the newest that was deployed when no record says more', async () => {
    const helm = new InMemoryHelm();
    helm.revisions = [
      revision(4, { status: 'deployed' }),
      revision(3, { status: 'failed' }),
      revision(2),
      revision(1),
    ];
    await planned(helm);
    expect(helm.planned).toMatchObject([{ revision: 2 }]);
  });

  it('says when there is nothing to go back to', async () => {
    const helm = new InMemoryHelm();
    helm.revisions = [revision(1, { status: 'deployed' })];
    const { error } = await planned(helm);
    expect(error).toBe(
      'shop-dev/storefront has no earlier revision that was deployed.',
    );
    expect(helm.queued).toEqual([]);
  });
});
