import {
  expandNamespace,
  isNamespaceGranted,
  isNamespaceShared,
} from './namespaces';
import { parseDuration } from './parseDuration';
import { resolveDeclaredPath } from './valuesSources';

const facts = {
  entityRef: 'component:default/storefront',
  name: 'storefront',
  namespace: 'default',
  owner: 'group:default/team-web',
  system: 'system:default/shop',
  systemOwner: 'group:default/team-web',
};
const called = (name: string) => ({ ...facts, name });
const stranger = { ...facts, owner: 'group:default/other' };

describe('expandNamespace', () => {
  it.each([
    ['{system}-dev', facts, 'shop-dev'],
    ['{owner}-{name}-{namespace}', facts, 'team-web-storefront-default'],
    ['{system}-dev', stranger, undefined],
    ['{system}-dev', { ...facts, system: undefined }, undefined],
    ['{system}-dev', { ...facts, systemOwner: undefined }, undefined],
    // Anybody may make a System of another namespace, with a name that counts.
    ['{system}-dev', { ...facts, system: 'system:mine/shop' }, undefined],
    ['{owner}-dev', { ...facts, owner: 'group:mine/team-web' }, undefined],
    ['apps', stranger, 'apps'],
  ])('%s', (template, of, expected) => {
    expect(expandNamespace(template, of)).toBe(expected);
  });
});

describe('isNamespaceShared', () => {
  const own = ['group:default/Team-Web'];
  it.each([
    ['the own System', [{ match: '{system}-dev' }], false],
    [
      'the own group',
      [{ match: 'team-web-*' }, { match: '{owner}-dev' }],
      true,
    ],
    ['one owner', [{ match: 'shop-*', owners: own }], false],
    [
      'two owners',
      [{ match: 'shop-dev', owners: [...own, 'group:default/b'] }],
      true,
    ],
    ['everybody', [{ match: 'shop-dev' }], true],
    [
      'one owner, and everybody',
      [{ match: '{system}-dev' }, { match: '*' }],
      true,
    ],
    [
      'whoever takes the name',
      [{ match: '{system}-dev' }, { match: '{name}-dev' }],
      true,
    ],
    ['Systems that begin alike', [{ match: '{system}-*' }], true],
    ['nobody', [], true],
  ])('%s', (_, namespaces, expected) => {
    expect(isNamespaceShared('shop-dev', { namespaces }, facts)).toBe(expected);
  });
});

describe('isNamespaceGranted', () => {
  it.each([
    ['shop-dev', [{ match: '{system}-dev' }], facts, true],
    ['shop-dev', [{ match: '{system}-dev' }], stranger, false],
    ['shop-dev-2', [{ match: '{system}-dev' }], facts, false],
    ['shop-x', [{ match: '{system}-*' }], facts, true],
    ['shop-x', [{ match: 'shop-?' }], facts, true],
    ['shop-xy', [{ match: 'shop-?' }], facts, false],
    ['pay', [{ match: '*', owners: ['group:default/pay'] }], facts, false],
    ['pay', [{ match: '*', owners: ['Group:default/Team-Web'] }], facts, true],
    ['anything', [{ match: '{name}' }], { ...facts, name: '*' }, false],
    ['aXb', [{ match: 'a.b' }], facts, false],
    ['shop-dev', [], facts, false],
    // The cluster's own are granted by name, whatever an entity is called.
    ['kube-system', [{ match: 'kube-{name}' }], called('system'), false],
    ['kube-public', [{ match: '{name}-public' }], called('kube'), false],
    [
      'kube-node-lease',
      [{ match: '{name}-lease' }],
      called('kube-node'),
      false,
    ],
    ['kube-tools', [{ match: 'kube-{name}' }], called('tools'), true],
    ['kube-system', [{ match: 'kube-system' }], facts, true],
  ])('%s by %j', (namespace, namespaces, of, expected) => {
    expect(isNamespaceGranted(namespace, { namespaces }, of)).toBe(expected);
  });
});

describe('resolveDeclaredPath', () => {
  it.each([
    ['catalog-info.yaml', 'values.yaml', 'values.yaml'],
    ['apps/shop/catalog-info.yaml', './v/dev.yaml', 'apps/shop/v/dev.yaml'],
    ['apps/shop/catalog-info.yaml', '../base.yaml', 'apps/base.yaml'],
  ])('%s and %s', (catalogFile, path, expected) => {
    expect(resolveDeclaredPath(catalogFile, path, 'values')).toBe(expected);
  });

  it.each(['../x.yaml', 'a/../../x.yaml', '/x.yaml', 'https://x/y'])(
    'refuses %s',
    path => {
      expect(() =>
        resolveDeclaredPath('catalog-info.yaml', path, 'values'),
      ).toThrow(expect.objectContaining({ code: 'PATH_NOT_ALLOWED' }));
    },
  );
});

describe('parseDuration', () => {
  it.each([
    ['90s', 90],
    ['5m', 300],
    ['1h30m', 5400],
    ['24h', 86400],
    ['', undefined],
    ['0s', undefined],
    ['25h', undefined],
    ['5', undefined],
    ['m', undefined],
    ['1.5h', undefined],
  ])('%s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});
