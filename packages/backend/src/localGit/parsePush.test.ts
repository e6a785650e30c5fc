import { parsePush } from './parsePush';

describe('parsePush', () => {
  it('reads the repository', () => {
    expect(
      parsePush({ repository: 'acme/search-api', ref: 'refs/heads/main' }),
    ).toEqual({ repository: 'acme/search-api' });
  });

  it.each([
    null,
    {},
    { repository: 'shop' },
    { repository: '../etc' },
    { repository: 'a/b/c' },
  ])('refuses %j', body => expect(() => parsePush(body)).toThrow('repository'));
});
