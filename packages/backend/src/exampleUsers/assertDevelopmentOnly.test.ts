import { ConfigReader } from '@backstage/config';
import { assertDevelopmentOnly } from './assertDevelopmentOnly';

const on = (listen?: unknown) =>
  new ConfigReader({ backend: { listen } as any });

describe('assertDevelopmentOnly', () => {
  it.each([
    { host: '127.0.0.1', port: 7007 },
    '127.0.0.1:7007',
    { host: 'localhost' },
  ])('accepts the loopback listener %j', listen => {
    expect(() =>
      assertDevelopmentOnly(on(listen), 'development'),
    ).not.toThrow();
  });

  it.each([undefined, ':7007', '0.0.0.0:7007', { host: '::', port: 7007 }])(
    'refuses the listener %j and names the setting',
    listen => {
      expect(() => assertDevelopmentOnly(on(listen), 'development')).toThrow(
        /Set 'backend.listen.host' to 127.0.0.1/,
      );
    },
  );

  it('refuses production, even on loopback', () => {
    expect(() =>
      assertDevelopmentOnly(on({ host: '127.0.0.1' }), 'production'),
    ).toThrow(/refused with NODE_ENV=production/);
  });
});
