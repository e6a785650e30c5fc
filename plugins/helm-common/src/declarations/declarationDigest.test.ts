/** @jest-environment node */
import type { Entity } from '@backstage/catalog-model';
import { declarationDigest } from './declarationDigest';

const entity = (
  annotations: Record<string, string>,
  spec: Record<string, string> = { owner: 'team-web', system: 'shop' },
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'storefront', annotations },
  spec,
});
const declared = {
  'helm-release/chart': 'web-service',
  'helm-release/version': '1.3.0',
  'backstage.io/managed-by-location': 'url:https://git.example.com/a/b',
};

describe('declarationDigest', () => {
  it('is empty when nothing is declared', async () => {
    expect(await declarationDigest(entity({ other: 'x' }))).toBe('');
  });

  it('does not mind the order, other annotations or relations', async () => {
    const turned = Object.fromEntries(Object.entries(declared).reverse());
    expect(
      await declarationDigest({
        ...entity({ ...turned, 'example.com/other': 'x' }),
        relations: [{ type: 'ownedBy', targetRef: 'group:default/team-web' }],
      }),
    ).toBe(await declarationDigest(entity(declared)));
  });

  it.each([
    ['a version', entity({ ...declared, 'helm-release/version': '1.4.0' })],
    ['a place', entity({ ...declared, 'helm-release/version.dev': '1.3.0' })],
    ['the owner', entity(declared, { owner: 'team-pay', system: 'shop' })],
    ['the System', entity(declared, { owner: 'team-web', system: 'pay' })],
    [
      'where it comes from',
      entity({
        ...declared,
        'backstage.io/managed-by-location': 'url:https://git.example.com/a/c',
      }),
    ],
  ])('changes with %s', async (_, other) => {
    expect(await declarationDigest(other)).not.toBe(
      await declarationDigest(entity(declared)),
    );
  });
});
