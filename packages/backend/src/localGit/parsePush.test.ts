import { parsePush } from './parsePush';

describe('parsePush', () => {
  it('reads the repository and the commit', () => {
    const commit = 'bffeb74224043ba2feb48d137756c8a9331c449a';
    expect(
      parsePush({
        repository: 'acme/search-api',
        ref: 'refs/heads/main',
        commit,
      }),
    ).toEqual({ repository: 'acme/search-api', commit });
    expect(parsePush({ repository: 'a/b', commit: '; rm' }).commit).toBe(
      undefined,
    );
  });

  it.each([
    null,
    {},
    { repository: 'shop' },
    { repository: '../etc' },
    { repository: 'a/b/c' },
  ])('refuses %j', body => expect(() => parsePush(body)).toThrow('repository'));
});
