import { maker, newest } from './__testUtils__/someFacts';
import { leftBy } from './holder';

const at = '2026-11-20T14:33:00Z';

describe('leftBy', () => {
  it('finds the upgrade that signed it', () => {
    expect(leftBy(newest(), at, [maker()])?.id).toBe('8f3k2c');
  });

  it('does not take a copied signature for ours', () => {
    // Helm outside of the portal, after our upgrade to 29.
    expect(leftBy(newest({ revision: 30 }), at, [maker()])).toBeUndefined();
  });

  it('finds a rollback by its number and time, whatever its labels', () => {
    const rollback = maker({ id: 'back', kind: 'rollback', toRevision: 28 });
    const revision = newest({ status: 'pending-rollback', operationId: 'old' });
    expect(leftBy(revision, at, [maker(), rollback])?.id).toBe('back');
    expect(
      leftBy(revision, '2026-11-20T15:00:00Z', [rollback]),
    ).toBeUndefined();
  });

  it('finds an uninstall by its time', () => {
    const uninstall = maker({ id: 'bye', kind: 'uninstall' });
    const revision = newest({ status: 'uninstalling' });
    expect(leftBy(revision, at, [maker(), uninstall])?.id).toBe('bye');
    expect(
      leftBy(revision, '2026-11-20T14:00:00Z', [uninstall]),
    ).toBeUndefined();
  });
});
