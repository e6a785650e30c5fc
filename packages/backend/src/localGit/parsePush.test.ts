import { parsePush } from './parsePush';

describe('parsePush', () => {
  it.each([
    'http://127.0.0.1:1/acme/shop',
    'http://127.0.0.1:1/acme/shop/',
    'http://127.0.0.1:1/acme/shop.git',
  ])('reads %s', url => {
    expect(parsePush({ repository: { url } })).toEqual({
      repositoryUrl: 'http://127.0.0.1:1/acme/shop',
    });
  });

  it.each([null, {}, { repository: {} }, { repository: { url: 'shop' } }])(
    'refuses %j',
    body => expect(() => parsePush(body)).toThrow('repository'),
  );
});
