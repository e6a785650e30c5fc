import type { Entity } from '@backstage/catalog-model';
import { declaredFileUrl, sourceRootOf } from './sourceRoot';

function urlOf(location: string, path: string): string {
  const entity: Entity = {
    apiVersion: 'v1',
    kind: 'Component',
    metadata: {
      name: 'x',
      annotations: { 'backstage.io/managed-by-location': location },
    },
  };
  return declaredFileUrl(sourceRootOf(entity), path, 'helm-release/values');
}

describe('declaredFileUrl', () => {
  it.each([
    [
      'url:https://github.com/acme/shop/blob/main/svc/catalog-info.yaml',
      '../values/dev.yaml',
      'https://github.com/acme/shop/blob/main/values/dev.yaml',
    ],
    [
      'url:https://gitlab.example.com/a/b/c/-/blob/main/catalog-info.yaml',
      'values.yaml',
      'https://gitlab.example.com/a/b/c/-/blob/main/values.yaml',
    ],
    [
      'url:http://127.0.0.1:17102/acme/shop/raw/branch/main/catalog-info.yaml',
      './values/dev.yaml',
      'http://127.0.0.1:17102/acme/shop/raw/branch/main/values/dev.yaml',
    ],
    [
      'url:https://dev.azure.com/o/p/_git/r?path=/svc/catalog-info.yaml&version=GBmain',
      '../v.yaml',
      'https://dev.azure.com/o/p/_git/r?path=%2Fv.yaml&version=GBmain',
    ],
    [
      'url:https://files.example.com/some/where/catalog-info.yaml',
      'v.yaml',
      'https://files.example.com/some/where/v.yaml',
    ],
  ])('%s + %s', (location, path, expected) => {
    expect(urlOf(location, path)).toBe(expected);
  });

  it.each([
    ['url:https://github.com/acme/shop/blob/main/catalog-info.yaml', '../x'],
    ['url:https://github.com/acme/shop/blob/main/catalog-info.yaml', '/etc/x'],
    [
      'url:https://github.com/acme/shop/blob/main/catalog-info.yaml',
      'http://169.254.169.254/',
    ],
    ['url:https://files.example.com/some/where/catalog-info.yaml', '../x'],
  ])('3. refuses %s + %s', (location, path) => {
    expect(() => urlOf(location, path)).toThrow(
      expect.objectContaining({ code: 'PATH_NOT_ALLOWED' }),
    );
  });

  it('reads nothing beside an entity that is not from a URL', () => {
    expect(() => urlOf('file:/etc/catalog-info.yaml', 'passwd')).toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE' }),
    );
  });
});
