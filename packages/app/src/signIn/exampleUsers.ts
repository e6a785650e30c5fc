import type { ConfigApi } from '@backstage/frontend-plugin-api';

/** A user of the example organisation, as `auth.providers.example-user.users` lists it. */
export interface ExampleUser {
  /** Name of the User entity in namespace default. */
  name: string;
  title: string;
  role: string;
}

/** The example users that this installation offers; none in production. */
export function readExampleUsers(config: ConfigApi): ExampleUser[] {
  return (
    config.getOptionalConfigArray('auth.providers.example-user.users') ?? []
  ).map(user => ({
    name: user.getString('name'),
    title: user.getString('title'),
    role: user.getString('role'),
  }));
}
