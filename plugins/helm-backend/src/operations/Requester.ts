import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Permission } from '@backstage/plugin-permission-common';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Authorizer, StoredDecision } from '../authorization/Authorizer';

/** Who asks for an operation: a caller of the API, or the portal by itself. */
export interface Requester {
  /** `user:default/ana`, `system:catalog`, or a service subject. */
  principal: string;
  /** No person: may do what the configuration lists, and nothing else. */
  isAutomation: boolean;
  can(permission: Permission, ref: ReleaseRef): Promise<boolean>;
  /** @throws HelmError as {@link Authorizer.assert} */
  assert(permission: Permission, ref: ReleaseRef): Promise<void>;
  /** @throws HelmError as {@link Authorizer.assert} */
  decide(permission: Permission, ref: ReleaseRef): Promise<StoredDecision>;
}

/** The caller of the API as the one who asks. */
export async function requesterOf(
  authorizer: Authorizer,
  credentials: BackstageCredentials,
): Promise<Requester> {
  return {
    principal: await authorizer.principal(credentials),
    isAutomation: isServicePrincipal(credentials.principal),
    can: (permission, ref) => authorizer.can(credentials, permission, ref),
    assert: (permission, ref) =>
      authorizer.assert(credentials, permission, ref),
    async decide(permission, ref) {
      await authorizer.assert(credentials, permission, ref);
      return authorizer.decide(credentials, permission, ref);
    },
  };
}

/** The portal itself, which holds what `helm.automation` lists for it. */
export function portalRequester(
  authorizer: Pick<Authorizer, 'decideFor'>,
  principal: string,
): Requester {
  return {
    principal,
    isAutomation: true,
    // What it reads is its own.
    can: async () => true,
    async assert(permission, ref) {
      await authorizer.decideFor(principal, permission, ref);
    },
    decide: (permission, ref) =>
      authorizer.decideFor(principal, permission, ref),
  };
}

function isServicePrincipal(principal: unknown): boolean {
  return (
    typeof principal === 'object' &&
    principal !== null &&
    'type' in principal &&
    principal.type === 'service'
  );
}
