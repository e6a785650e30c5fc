import { ConfigReader } from '@backstage/config';
import { exampleUserAuthenticator } from './exampleUserAuthenticator';

const context = exampleUserAuthenticator.initialize({
  config: new ConfigReader({
    users: [
      { name: 'dana', title: 'Dana' },
      { name: 'omar', title: 'Omar' },
    ],
  }),
});

const request = (user: string | undefined, hostname = '127.0.0.1') =>
  ({ hostname, header: () => user } as any);

describe('exampleUserAuthenticator', () => {
  it('signs in a configured user', async () => {
    await expect(
      exampleUserAuthenticator.authenticate({ req: request('omar') }, context),
    ).resolves.toEqual({ result: { name: 'omar', title: 'Omar' } });
  });

  it.each([undefined, '', 'root', '__proto__'])(
    'refuses %p and says who there is',
    async user => {
      await expect(
        exampleUserAuthenticator.authenticate({ req: request(user) }, context),
      ).rejects.toThrow('Not an example user: choose one of dana, omar');
    },
  );

  it('refuses a request under another host name', async () => {
    await expect(
      exampleUserAuthenticator.authenticate(
        { req: request('omar', 'rebound.example.com') },
        context,
      ),
    ).rejects.toThrow('loopback address only');
  });
});
