export interface Config {
  auth?: {
    providers?: {
      /** @deepVisibility frontend */
      'example-user'?: {
        /** Users that anybody on this machine may sign in as. Development only. */
        users: Array<{
          /** Name of the User entity in namespace default. */
          name: string;
          title: string;
          role: string;
        }>;
      };
    };
  };
}
