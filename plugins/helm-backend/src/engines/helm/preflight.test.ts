import { createDigester } from '../../digest/createDigester';
import { aPlan, aRelease } from '../../operations/__testUtils__/aPlan';
import type { StoredRevision } from '../../releases/ReleaseStore';
import { checkBase } from './preflight';

const release = aRelease();

function check(
  kind: string,
  status: string,
  work: { baseStatus?: string; unlock?: boolean },
  holder?: { sentence: string },
) {
  const base = { revision: 3, status, manifest: '', hooks: [] };
  return checkBase(
    {
      store: {
        observe: async () => base as unknown as StoredRevision,
      } as unknown as Parameters<typeof checkBase>[0]['store'],
      probeOwner: async () => ({ kind: 'helm' }),
      digester: createDigester(Buffer.alloc(32, 1)),
      holder: async () => holder as any,
    },
    { id: 'op', kind, release },
    {
      ...aPlan({ kind }).work,
      baseRevision: 3,
      baseDigest: undefined,
      ...work,
    },
  );
}

describe('checkBase', () => {
  it.each(['rollback', 'uninstall'])(
    'lets a %s free only what was stuck when it was planned',
    async kind => {
      await expect(
        check(kind, 'uninstalling', { baseStatus: 'deployed' }),
      ).rejects.toMatchObject({
        code: 'BASE_CHANGED',
        message:
          'Revision 3 was deployed when the plan was made, and is uninstalling now.',
      });
      await expect(
        check(kind, 'uninstalling', {
          baseStatus: 'uninstalling',
          unlock: true,
        }),
      ).resolves.toMatchObject({ revision: 3 });
    },
  );

  it('lets an automatic rollback, which names no status, start', async () => {
    await expect(
      check('rollback', 'pending-upgrade', {}),
    ).resolves.toMatchObject({ revision: 3 });
  });

  it('lets nothing else act on a stuck release', async () => {
    await expect(
      check('upgrade', 'pending-upgrade', { baseStatus: 'pending-upgrade' }),
    ).rejects.toMatchObject({ code: 'RELEASE_LOCKED' });
  });
});
