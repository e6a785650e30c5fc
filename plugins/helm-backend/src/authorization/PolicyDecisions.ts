import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  helmReleasePermissions,
  RESOURCE_TYPE_HELM_RELEASE,
} from '@backstage-helm/plugin-helm-common';

/** Long enough for one request, too short for a revocation to matter. */
const TTL_MS = 2_000;

type Decisions = Map<string, PolicyDecision>;

export interface PolicyDecisionsOptions {
  permissions: Pick<PermissionsService, 'authorizeConditional'>;
  now: () => number;
}

/** What the policy says of a caller, without a release: conditions stay conditions. */
export class PolicyDecisions {
  readonly #options: PolicyDecisionsOptions;
  readonly #known = new WeakMap<
    BackstageCredentials,
    { at: number; decisions: Promise<Decisions> }
  >();

  constructor(options: PolicyDecisionsOptions) {
    this.#options = options;
  }

  async decide(
    credentials: BackstageCredentials,
    permission: Permission,
  ): Promise<PolicyDecision> {
    const now = this.#options.now();
    let known = this.#known.get(credentials);
    if (!known || now - known.at > TTL_MS) {
      known = { at: now, decisions: this.#ask(credentials) };
      this.#known.set(credentials, known);
    }
    try {
      return (
        (await known.decisions).get(permission.name) ?? {
          result: AuthorizeResult.DENY,
        }
      );
    } catch (error) {
      this.#known.delete(credentials);
      throw error;
    }
  }

  /** One question for all permissions: an entity's card needs most of them. */
  async #ask(credentials: BackstageCredentials): Promise<Decisions> {
    const asked = helmReleasePermissions.filter(permission =>
      isResourcePermission(permission, RESOURCE_TYPE_HELM_RELEASE),
    );
    const decisions = await this.#options.permissions.authorizeConditional(
      asked.map(permission => ({ permission })),
      { credentials },
    );
    return new Map(
      asked.map((permission, index) => [permission.name, decisions[index]]),
    );
  }
}
