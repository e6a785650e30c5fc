import type { IdentityApi } from '@backstage/frontend-plugin-api';

/** The same identity, but signing out also calls `forget`, so that a reload asks again. */
export function withForgetting(
  identity: IdentityApi,
  forget: () => void,
): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: async () => {
      forget();
      await identity.signOut();
    },
  };
}
