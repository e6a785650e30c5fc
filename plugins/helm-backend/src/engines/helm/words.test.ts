import type { StoredRevision } from '../../releases/ReleaseStore';
import { outcomeOf, type Story } from './words';

const title = (
  kind: string,
  more: Partial<Story>,
  status: 'succeeded' | 'failed' = 'succeeded',
) =>
  outcomeOf({
    kind,
    verdict: { status, code: 'DONE', changed: true },
    after: {
      revision: 4,
      chartVersion: '1.1.0',
      status: 'deployed',
    } as StoredRevision,
    ...more,
  }).title;

describe('outcomeOf', () => {
  it.each<[string, string, Partial<Story>]>([
    [
      'Installed 1.1.0, now revision 1',
      'install',
      {
        toVersion: '1.1.0',
        after: {
          revision: 1,
          chartVersion: '1.1.0',
          status: 'deployed',
        } as StoredRevision,
      },
    ],
    ['Upgraded to 1.1.0, now revision 4', 'upgrade', { toVersion: '1.1.0' }],
    [
      'Rolled back to revision 2 (1.1.0), now revision 4',
      'rollback',
      { toRevision: 2 },
    ],
    ['Uninstalled', 'uninstall', { after: undefined }],
  ])('says “%s”', (expected, kind, more) => {
    expect(title(kind, more)).toBe(expected);
  });

  it('says what failed', () => {
    expect(title('install', { toVersion: '1.1.0' }, 'failed')).toBe(
      'Install 1.1.0 failed',
    );
    expect(title('rollback', { toRevision: 2 }, 'failed')).toBe(
      'Roll back to revision 2 failed',
    );
  });
});
