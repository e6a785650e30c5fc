import type { Declaration } from './Declaration';
import type { DeclaredEntity } from './DeclarationTable';
import { pushedEntities } from './pushedEntities';
import type { Push } from './pushEvents';

function entity(
  entityRef: string,
  urls: string[],
  more: Partial<Declaration> = {},
): DeclaredEntity {
  const declaration = {
    entityRef,
    sources: urls.map(url => ({ url })),
    problems: [],
    ...more,
  } as unknown as Declaration;
  return {
    entityRef,
    problems: [],
    fingerprint: 'x',
    readAt: 0,
    declarations: [declaration],
  };
}

const push: Push = {
  host: 'git.example.com',
  repository: 'acme/shop',
  branch: 'main',
};
const found = (entities: DeclaredEntity[], given: Partial<Push> = {}) =>
  pushedEntities(entities, { ...push, ...given }).map(
    ({ entityRef, isCatalogFile }) =>
      `${entityRef}${isCatalogFile ? ' itself' : ''}`,
  );
const at = (path: string) => `https://git.example.com/${path}`;

describe('pushedEntities', () => {
  it.each([
    'acme/shop/blob/main/catalog-info.yaml',
    'acme/shop/tree/main/catalog-info.yaml',
    'acme/shop/src/main/catalog-info.yaml',
    'acme/shop/-/blob/main/catalog-info.yaml',
    'acme/shop/src/branch/main/catalog-info.yaml',
    'acme/shop/raw/branch/main/catalog-info.yaml',
    'Acme/Shop/blob/main/catalog-info.yaml',
    'acme/shop/blob/HEAD/catalog-info.yaml',
    'acme/shop/+/refs/heads/main/catalog-info.yaml',
    'plugins/gitiles/acme/shop/+/refs/heads/main/catalog-info.yaml',
    'acme/shop?path=/catalog-info.yaml&version=GBmain',
    'acme/shop?path=/catalog-info.yaml',
  ])('finds %s', path => {
    const entities = [entity('a', [at(path)])];
    expect(found(entities)).toEqual(['a itself']);
    expect(found(entities, { files: ['catalog-info.yaml'] })).toEqual([
      'a itself',
    ]);
    expect(found(entities, { files: ['README.md'] })).toEqual([]);
  });

  it.each([
    at('acme/shop/blob/next/catalog-info.yaml'),
    at('acme/shop/blob/main2/catalog-info.yaml'),
    at('acme/shop/blob/0123456/catalog-info.yaml'),
    at('acme/shop-2/blob/main/catalog-info.yaml'),
    at('other/acme/shop/blob/main/catalog-info.yaml'),
    at('acme/shop?path=/catalog-info.yaml&version=GBnext'),
    'https://elsewhere.example.com/acme/shop/blob/main/catalog-info.yaml',
    'not a url',
  ])('leaves %s', url => {
    expect(found([entity('a', [url])])).toEqual([]);
  });

  it('finds a branch with slashes', () => {
    expect(
      found([entity('a', [at('acme/shop/blob/release/1/catalog.yaml')])], {
        branch: 'release/1',
        files: ['catalog.yaml'],
      }),
    ).toEqual(['a itself']);
  });

  it('finds Bitbucket Server by its path when the host is not told', () => {
    const given = { host: undefined, repository: 'projects/ACME/repos/shop' };
    const path = 'projects/ACME/repos/shop/browse/catalog.yaml';
    expect(found([entity('a', [at(path)])], given)).toEqual(['a itself']);
    expect(
      found([entity('a', [at(`${path}?at=refs/heads/next`)])], given),
    ).toEqual([]);
  });

  it('tells the catalog file from other files, and takes only what changed', () => {
    const entities = [
      entity('a', [
        at('acme/shop/blob/main/catalog-info.yaml'),
        at('acme/shop/blob/main/deploy/values.yaml'),
      ]),
      entity('b', [at('acme/shop/blob/main/other/catalog-info.yaml')]),
    ];
    expect(found(entities, { files: ['deploy/values.yaml'] })).toEqual(['a']);
    expect(found(entities)).toEqual(['a itself', 'b itself']);
  });

  it('takes a broken one whatever changed: the missing file is no source', () => {
    const urls = [at('acme/shop/blob/main/catalog-info.yaml')];
    const files = ['deploy/values.yaml'];
    const problems = [{ code: 'FILE_UNREADABLE' as const, message: 'absent' }];
    expect(found([entity('a', urls, { problems })], { files })).toEqual(['a']);
    expect(
      found([entity('a', urls, { staleBecause: 'away' })], { files }),
    ).toEqual(['a']);
  });
});
