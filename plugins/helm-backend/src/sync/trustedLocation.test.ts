import { isTrustedLocation, locationGlobProblem } from './trustedLocation';

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

  const sha = 'bffeb74224043ba2feb48d137756c8a9331c449a';

  it.each([
    `https://git.example.com/acme/shop/blob/${sha}/catalog-info.yaml`,
    `https://git.example.com/acme/shop/-/raw/${sha.slice(0, 8)}/info.yaml`,
    `https://git.example.com/acme/shop/raw/commit/${sha}/catalog-info.yaml`,
    'https://git.example.com/acme/shop/src/commit/abc/catalog-info.yaml',
    'https://git.example.com/acme/shop/blob/refs/pull/7/head/info.yaml',
    `https://git.example.com/acme/shop?path=/info.yaml&version=GC${sha}`,
    'https://git.example.com/acme/shop?path=/x.yaml&version=GBrefs/pull/7/merge',
    `https://git.example.com/acme/shop/raw/info.yaml?at=${sha}`,
    'https://git.example.com/acme/x/raw/i.yaml?at=refs%2Fpull-requests%2F1%2Ffrom',
  ])('does not follow what may come from a fork: %s', url =>
    expect(isTrustedLocation(url, globs)).toBe(false),
  );

  it('takes an exclusion for no permission', () => {
    const others = ['https://git.example.com/acme/**', '!https://evil/**'];
    const url = 'https://other.example.com/x/catalog-info.yaml';
    expect(isTrustedLocation(url, others)).toBe(false);
  });

  it.each([
    ['?path=/info.yaml&version=GBmain', true],
    ['?version=GBmain&path=/info.yaml', true],
    ['?path=%2Finfo.yaml&version=GBevil', false],
    ['?path=/info.yaml', false],
    ['?path=/info.yaml&version=GBmain&version=GBevil', false],
    ['', false],
  ])('pins a branch of Azure DevOps: %s', (query, isTrusted) =>
    expect(
      isTrustedLocation(`https://dev.example.com/acme/_git/shop${query}`, [
        'https://dev.example.com/acme/_git/*?version=GBmain',
      ]),
    ).toBe(isTrusted),
  );

  it('pins a branch of Bitbucket Server', () => {
    const pinned = ['https://bb.example.com/**?at=refs/heads/{main,release/*}'];
    const at = (branch: string) =>
      isTrustedLocation(`https://bb.example.com/a/b/raw/c.yaml?at=${branch}`, [
        ...pinned,
      ]);
    expect(at('refs/heads/main')).toBe(true);
    expect(at('refs%2Fheads%2Frelease%2F1')).toBe(true);
    expect(at('refs/heads/evil')).toBe(false);
  });

  it('follows every branch only of a place with everything beneath it', () => {
    const url = 'https://dev.example.com/acme/_git/shop?version=GBevil';
    const trusts = (glob: string) => isTrustedLocation(url, [glob]);
    expect(trusts('https://dev.example.com/acme/**')).toBe(true);
    expect(trusts('https://dev.example.com/acme/_git/*')).toBe(false);
  });

  it('follows nothing where nothing is listed', () =>
    expect(isTrustedLocation('https://git.example.com/acme/x', [])).toBe(
      false,
    ));
});

describe('locationGlobProblem', () => {
  it.each([
    'https://git.example.com/acme/**',
    'http://127.0.0.1:3000/services/*/raw/branch/main/**',
    'https://dev.example.com/acme/_git/*?version=GBmain',
  ])('takes %s', glob => expect(locationGlobProblem(glob)).toBeUndefined());

  it.each([
    '!https://git.example.com/evil/**',
    '**',
    'acme/**',
    'https://**',
    'https://*/acme/**',
    'https://git.example.com',
    'https://ana@git.example.com/acme/**',
    'ssh://git.example.com/acme/**',
  ])('refuses %s', glob => expect(locationGlobProblem(glob)).toMatch('must'));
});
