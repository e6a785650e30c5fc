import { syncs } from '../../../dev/fake/syncs';
import { storefront } from '../../../dev/fake/targets';
import { findTarget, targetKey } from './targetKey';

describe('findTarget', () => {
  it('finds the environment, and the release where there are several', () => {
    expect(findTarget(storefront, 'staging')).toBe(storefront[1]);
    const [, pending] = syncs;
    expect(targetKey(pending, syncs)).toBe('staging/pending');
    expect(findTarget(syncs, 'staging/pending')).toBe(pending);
  });

  it('takes a link that says more than needed, or less', () => {
    expect(findTarget(storefront, 'staging/storefront')).toBe(storefront[1]);
    expect(findTarget(syncs, 'staging')).toBe(syncs[0]);
    expect(findTarget(storefront, undefined)).toBe(storefront[0]);
    expect(findTarget(storefront, 'nowhere')).toBe(storefront[0]);
  });
});
