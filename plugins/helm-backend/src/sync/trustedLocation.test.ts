import { isTrustedLocation } from './trustedLocation';

const globs = [
  'https://git.example.com/acme/**',
  'http://127.0.0.1:3000/shop/*/**',
];

describe('isTrustedLocation', () => {
  it.each([
    'https://git.example.com/acme/shop/blob/main/catalog-info.yaml',
    'https://git.example.com/acme/.backstage/info.yaml',
    'https://git.example.com/acme/shop?path=/catalog-info.yaml&version=GBmain',
    'http://127.0.0.1:3000/shop/web/raw/main/catalog-info.yaml',
  ])('follows %s', url => expect(isTrustedLocation(url, globs)).toBe(true));

  it.each([
    undefined,
    '',
    'file:///acme/catalog-info.yaml',
    'https://git.example.com/evil/shop/catalog-info.yaml',
    'https://git.example.com.evil.org/acme/catalog-info.yaml',
    'https://git.example.com@evil.org/acme/catalog-info.yaml',
    'https://ana:secret@git.example.com/acme/catalog-info.yaml',
    'https://git.example.com/acme/../evil/catalog-info.yaml',
    'https://git.example.com/acme/%2e%2e/evil/catalog-info.yaml',
    'https://git.example.com/acme/%2e%2e%2fevil/catalog-info.yaml',
    'https://git.example.com/acme\\..\\evil/catalog-info.yaml',
    'https://git.example.com/acme/shop?repository=evil',
    'https://git.example.com/acme/shop?path=../../evil',
    'https://git.example.com/acme/shop#/../evil',
    'https://git.example.com:8443/acme/catalog-info.yaml',
    'http://git.example.com/acme/catalog-info.yaml',
  ])('does not follow %s', url =>
    expect(isTrustedLocation(url, globs)).toBe(false),
  );

  it('follows nothing where nothing is listed', () =>
    expect(isTrustedLocation('https://git.example.com/acme/x', [])).toBe(
      false,
    ));
});
