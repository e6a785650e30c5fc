import { NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { isLoopbackHost } from '../loopback';

/** Takes the user's name from the request header `X-Example-User`, when it is one of the configured ones. */
export const exampleUserAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async (result: { name: string; title: string }) => ({
    profile: { displayName: result.title },
  }),
  initialize({ config }) {
    return new Map(
      config
        .getConfigArray('users')
        .map(user => [user.getString('name'), user.getString('title')]),
    );
  },
  async authenticate({ req }, users) {
    // A page elsewhere that points its own host name here is not this machine's user.
    if (!isLoopbackHost(req.hostname)) {
      throw new NotAllowedError(
        'Example users sign in through the loopback address only',
      );
    }
    const name = req.header('x-example-user') ?? '';
    const title = users.get(name);
    if (title === undefined) {
      throw new NotAllowedError(
        `Not an example user: choose one of ${[...users.keys()].join(', ')}`,
      );
    }
    return { result: { name, title } };
  },
});
