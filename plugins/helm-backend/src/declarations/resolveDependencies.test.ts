import type { Declaration } from './Declaration';
import { hideDependencies } from './hideDependencies';
import { resolveDependencies } from './resolveDependencies';

const field = 'deploy/releases.yaml#1 spec.dependsOn[0]';

/** `entity/name`, with the documents that come before it. */
function declared(
  id: string,
  dependsOn: string[] = [],
  more: Partial<Declaration> = {},
): Declaration {
  const [entity, name] = id.split('/');
  return {
    entityRef: `component:default/${entity}`,
    environment: 'dev',
    release: { cluster: 'nonprod', namespace: 'shop-dev', name: `${name}-r` },
    document: { format: 'flux-v2', name, url: 'https://x' },
    dependsOn: dependsOn.map(each => ({ name: each, field })),
    problems: [],
    ...more,
  } as Declaration;
}

const found = (all: Declaration[], index = 0) =>
  resolveDependencies(all)[index].dependsOn?.map(
    ({ entityRef, release }) => release && `${entityRef} ${release.name}`,
  );

describe('resolveDependencies', () => {
  it('finds a document of the same entity, then of others, then a release', () => {
    const all = [
      declared('a/web', ['db', 'queue', 'cache-r']),
      declared('a/db'),
      declared('b/db'),
      declared('b/queue'),
      declared('c/cache', [], { document: undefined }),
    ];
    expect(found(all)).toEqual([
      'component:default/a db-r',
      'component:default/b queue-r',
      'component:default/c cache-r',
    ]);
    expect(resolveDependencies(all)[0].warnings).toEqual([]);
  });

  it('looks in the same environment and in the named namespace only', () => {
    const inNamespace = (namespace: string) => ({
      document: { format: 'flux-v2' as const, name: 'db', namespace, url: '' },
    });
    const web = declared('a/web', ['db'], {
      document: { format: 'flux-v2', name: 'web', namespace: 'apps', url: '' },
    });
    expect(found([web, declared('b/db', [], inNamespace('other'))])).toEqual([
      undefined,
    ]);
    expect(
      found([
        web,
        declared('b/db', [], inNamespace('other')),
        declared('c/db', [], inNamespace('apps')),
      ]),
    ).toEqual(['component:default/c db-r']);
    expect(found([web, declared('b/db', [], { environment: 'prod' })])).toEqual(
      [undefined],
    );
  });

  it('warns of what means nothing, or more than one', () => {
    const [one] = resolveDependencies([
      declared('a/web', ['db', 'absent']),
      declared('b/db'),
      declared('c/db'),
    ]);
    expect(one.problems).toEqual([]);
    expect(one.warnings).toMatchObject([
      { code: 'DEPENDENCY_UNKNOWN', field },
      { code: 'DEPENDENCY_UNKNOWN', field },
    ]);
  });

  it('is a problem of everyone in a circle, with the way around', () => {
    const all = resolveDependencies([
      declared('a/x', ['absent', 'y']),
      declared('a/y', ['z']),
      declared('b/z', ['x']),
      declared('b/w', ['x']),
      declared('b/self', ['self']),
    ]);
    expect(all.map(({ problems }) => problems[0]?.message)).toEqual([
      'It comes after itself: x → y → z → x.',
      'It comes after itself: y → z → x → y.',
      'It comes after itself: z → x → y → z.',
      undefined,
      'It comes after itself: self → self.',
    ]);
    expect(all[0].problems).toMatchObject([{ code: 'DEPENDENCY_CYCLE' }]);
  });

  it('leaves declarations alone that depend on nothing', () => {
    const alone = declared('a/web', [], { dependsOn: undefined });
    expect(resolveDependencies([alone])[0]).toBe(alone);
  });
});

describe('hideDependencies', () => {
  it('shows what may not be seen as what is not there', async () => {
    const [seen] = resolveDependencies([
      declared('a/web', ['db', 'queue']),
      declared('a/db'),
      declared('b/queue'),
    ]);
    const [absent] = resolveDependencies([
      declared('a/web', ['db', 'queue']),
      declared('a/db'),
    ]);
    const hidden = await hideDependencies(seen, async () => false);
    expect(JSON.stringify(hidden)).toBe(JSON.stringify(absent));
    expect(await hideDependencies(seen, async () => true)).toBe(seen);
  });

  it('finds its way in thousands that wait for each other', () => {
    const all = Array.from({ length: 4000 }, (_, at) =>
      declared(`e${at}/d${at}`, at ? [`d${at - 1}`] : []),
    );
    const { user } = process.cpuUsage();
    const resolved = resolveDependencies(all);
    expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(3);
    expect(resolved.flatMap(({ problems }) => problems)).toEqual([]);
    expect(resolved[3999].dependsOn?.[0].entityRef).toBe(
      'component:default/e3998',
    );
  });
});
