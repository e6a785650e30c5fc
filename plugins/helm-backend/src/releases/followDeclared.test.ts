import { followDeclared } from './followDeclared';

describe('followDeclared', () => {
  it('follows what grants name literally and what is declared or bound', async () => {
    const followed = new Map<string, string[]>();
    await followDeclared({
      config: {
        environments: [
          {
            name: 'dev',
            cluster: 'nonprod',
            namespaces: [{ match: '{system}-dev' }, { match: 'tools' }],
          },
          {
            name: 'prod',
            cluster: 'prod',
            namespaces: [{ match: '{system}-prod' }],
          },
        ] as any,
      },
      declarations: {
        all: async () =>
          [
            {
              release: { cluster: 'nonprod', namespace: 'shop-dev', name: 'a' },
            },
            { release: undefined },
            {
              release: { cluster: 'nonprod', namespace: 'other', name: 'a' },
            },
          ] as any,
      },
      bindings: {
        all: async () =>
          [
            { release: { cluster: 'prod', namespace: 'pay-prod', name: 'b' } },
          ] as any,
      },
      follow: (environment, namespaces) =>
        followed.set(environment, [...namespaces].sort()),
    });
    expect(Object.fromEntries(followed)).toEqual({
      dev: ['shop-dev', 'tools'],
      prod: ['pay-prod'],
    });
  });
});
