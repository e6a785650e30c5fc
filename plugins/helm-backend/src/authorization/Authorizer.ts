import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Permission } from '@backstage/plugin-permission-common';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';

/** What permission rules look at; `helm-release` resource of DESIGN §7. */
export interface ReleaseResource {
  ref: ReleaseRef;
  environment?: string;
  /** The bound or only declaring entity. */
  entityRef?: string;
  owner?: string;
  system?: string;
}

/** Authorization of one release for one caller. Unreadable looks exactly like absent. */
export interface Authorizer {
  can(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<boolean>;
  /**
   * @throws HelmError NOT_FOUND (404) when `helm.release.read` is missing too,
   *   else NOT_ALLOWED (403) naming the permission; PERMISSIONS_OFF (403) on
   *   mutations when the portal has no permission framework.
   */
  assert(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<void>;
  /** Keeps the rows whose release the caller may read. */
  filter<T>(
    credentials: BackstageCredentials,
    permission: Permission,
    rows: T[],
    toRef: (row: T) => ReleaseRef,
  ): Promise<T[]>;
  /**
   * Authorize again at execution (DESIGN §6): the conditions decided at
   * admission, as stored, applied to the freshly read resource with the
   * requester's memberships read again. False = denied.
   */
  stillAllowed(decision: StoredDecision, ref: ReleaseRef): Promise<boolean>;
  /** What `stillAllowed` needs, taken at admission. JSON, no token. */
  decide(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<StoredDecision>;
  /**
   * The same for a principal of the portal's own, such as `system:catalog`:
   * nobody calls, and only the configuration says what it may do.
   *
   * @throws HelmError NOT_ALLOWED, PERMISSIONS_OFF
   */
  decideFor(
    principal: string,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<StoredDecision>;
  /** The release as permission rules see it now. */
  resource(ref: ReleaseRef): Promise<ReleaseResource>;
  /** Own ref and those of the caller's groups, as of now. */
  identities(credentials: BackstageCredentials): Promise<string[]>;
  /** `user:default/ana` or a service subject. */
  principal(credentials: BackstageCredentials): Promise<string>;
}

export interface StoredDecision {
  permission: string;
  principal: string;
  at: string;
  /** ALLOW, or the policy's conditions. DENY is never stored: it throws. */
  result: unknown;
}
