import { pathSegment } from './pathSegment';

describe('pathSegment', () => {
  it.each(['a/b', '..', '.', 'x?watch=1', 'a#b', '../../secrets'])(
    'keeps %j one segment',
    text => {
      const url = new URL(`https://127.0.0.1/a/b/${pathSegment(text)}/c`);
      expect(url.pathname.split('/')).toHaveLength(5);
      expect(url.search + url.hash).toBe('');
    },
  );

  it('leaves names as they are', () => {
    expect(pathSegment('rbac.authorization.k8s.io')).toBe(
      'rbac.authorization.k8s.io',
    );
  });
});
