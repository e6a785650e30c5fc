import type {
  AuthService,
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  HelmError,
  helmReleasePermissions,
  helmReleaseReadPermission,
  operationKinds,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { HelmConfig } from '../config/HelmConfig';
import type { Authorizer, ReleaseResource, StoredDecision } from './Authorizer';
import type { Memberships } from './memberships';
import { PolicyDecisions } from './PolicyDecisions';
import { notAllowed, permissionsOff, releaseNotFound } from './refusals';
import type { ReleaseDirectory } from './ReleaseDirectory';
import { withMemberships, type DecisionRecord } from './storedDecision';

export interface AuthorizerOptions {
  config: Pick<
    HelmConfig,
    | 'permissionsEnabled'
    | 'dangerouslyAllowWithoutPermissions'
    | 'environments'
    | 'automation'
  >;
  permissions: PermissionsService;
  auth: AuthService;
  directory: Pick<ReleaseDirectory, 'resources'>;
  memberships: Memberships;
  /** Applies a decision of the policy to a release. */
  applies: (decision: PolicyDecision, resource: ReleaseResource) => boolean;
  now: () => number;
}

/** {@link Authorizer} over Backstage's permission framework. */
export class DefaultAuthorizer implements Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #policy: PolicyDecisions;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
    this.#policy = new PolicyDecisions(options);
  }

  async can(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<boolean> {
    const [resource] = await this.#options.directory.resources([ref]);
    return this.#isAllowed(
      credentials,
      permission,
      resource,
      await this.#policy.decide(credentials, permission),
    );
  }

  /** Names of all permissions that the caller holds on a release. */
  async held(
    credentials: BackstageCredentials,
    ref: ReleaseRef,
  ): Promise<ReadonlySet<string>> {
    const [resource] = await this.#options.directory.resources([ref]);
    const held = new Set<string>();
    for (const permission of helmReleasePermissions) {
      const decision = await this.#policy.decide(credentials, permission);
      if (this.#isAllowed(credentials, permission, resource, decision)) {
        held.add(permission.name);
      }
    }
    return held;
  }

  /** Whether there may be any release at all that the caller may do this with. */
  async mayEver(
    credentials: BackstageCredentials,
    permission: Permission,
  ): Promise<boolean> {
    const { result } = await this.#policy.decide(credentials, permission);
    return result !== AuthorizeResult.DENY;
  }

  async assert(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<void> {
    const isRead = permission.attributes.action === 'read';
    if (await this.can(credentials, permission, ref)) {
      return;
    }
    if (!(await this.can(credentials, helmReleaseReadPermission, ref))) {
      throw releaseNotFound(ref);
    }
    throw !isRead && this.#isOff()
      ? permissionsOff()
      : notAllowed(permission, ref);
  }

  async filter<T>(
    credentials: BackstageCredentials,
    permission: Permission,
    rows: T[],
    toRef: (row: T) => ReleaseRef,
  ): Promise<T[]> {
    if (!rows.length) {
      return rows;
    }
    const decision = await this.#policy.decide(credentials, permission);
    if (decision.result === AuthorizeResult.DENY) {
      return [];
    }
    const resources = await this.#options.directory.resources(rows.map(toRef));
    return rows.filter((_, index) =>
      this.#isAllowed(credentials, permission, resources[index], decision),
    );
  }

  async decide(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<StoredDecision> {
    const { memberships, auth, now } = this.#options;
    const principal = await this.principal(credentials);
    const isUser = auth.isPrincipal(credentials, 'user');
    // Before the policy is asked: a membership that ends in between is one
    // that the catalog confirmed, and is missed at execution.
    const inCatalog = isUser
      ? await memberships.fromCatalog(principal)
      : undefined;
    await this.assert(credentials, permission, ref);
    const claims = await memberships.current(credentials);
    const record: DecisionRecord = {
      decision: await this.#policy.decide(credentials, permission),
      claims,
      confirmed: claims.filter(claim => inCatalog?.includes(claim)),
      isInCatalog: inCatalog !== undefined,
    };
    return {
      permission: permission.name,
      principal,
      at: new Date(now()).toISOString(),
      result: record,
    };
  }

  async decideFor(
    principal: string,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<StoredDecision> {
    const [resource] = await this.#options.directory.resources([ref]);
    if (this.#isOff()) {
      throw permissionsOff();
    }
    if (!this.#isAutomated(principal, permission, resource)) {
      throw notAllowed(permission, ref);
    }
    const record: DecisionRecord = {
      decision: { result: AuthorizeResult.ALLOW },
      claims: [],
      confirmed: [],
      isInCatalog: false,
    };
    return {
      permission: permission.name,
      principal,
      at: new Date(this.#options.now()).toISOString(),
      result: record,
    };
  }

  async stillAllowed(
    stored: StoredDecision,
    ref: ReleaseRef,
  ): Promise<boolean> {
    const { memberships, directory, applies } = this.#options;
    const permission = helmReleasePermissions.find(
      candidate => candidate.name === stored.permission,
    );
    if (!permission || this.#isOff()) {
      return false;
    }
    const [resource] = await directory.resources([ref]);
    const record = stored.result as DecisionRecord;
    if (!isUserRef(stored.principal)) {
      return (
        this.#isAutomated(stored.principal, permission, resource) &&
        applies(record.decision, resource)
      );
    }
    if (!record.isInCatalog) {
      return applies(record.decision, resource);
    }
    const current = await memberships.fromCatalog(stored.principal);
    const decision = current && withMemberships(record, current);
    return decision !== undefined && applies(decision, resource);
  }

  async resource(ref: ReleaseRef): Promise<ReleaseResource> {
    const [resource] = await this.#options.directory.resources([ref]);
    return resource;
  }

  async identities(credentials: BackstageCredentials): Promise<string[]> {
    const own = await this.principal(credentials);
    const claims = await this.#options.memberships.current(credentials);
    return [own, ...claims.filter(claim => claim !== own)];
  }

  async principal(credentials: BackstageCredentials): Promise<string> {
    const { auth } = this.#options;
    if (auth.isPrincipal(credentials, 'user')) {
      // Refs have no case: two spellings are not two people who approve.
      return credentials.principal.userEntityRef.toLocaleLowerCase('en-US');
    }
    if (auth.isPrincipal(credentials, 'service')) {
      return credentials.principal.subject;
    }
    throw new HelmError(
      {
        code: 'NOT_ALLOWED',
        message: 'Sign in first.',
      },
      { status: 401 },
    );
  }

  #isAllowed(
    credentials: BackstageCredentials,
    permission: Permission,
    resource: ReleaseResource,
    decision: PolicyDecision,
  ): boolean {
    const { auth, applies } = this.#options;
    if (permission.attributes.action !== 'read') {
      if (this.#isOff()) {
        return false;
      }
      // The framework lets every service pass; the configuration does not.
      if (
        auth.isPrincipal(credentials, 'service') &&
        !this.#isAutomated(credentials.principal.subject, permission, resource)
      ) {
        return false;
      }
    }
    return applies(decision, resource);
  }

  #isAutomated(
    subject: string,
    permission: Permission,
    { environment }: ReleaseResource,
  ): boolean {
    return this.#options.config.automation.some(
      entry =>
        entry.subject === subject &&
        environment !== undefined &&
        entry.environments.includes(environment) &&
        entry.kinds.some(kind => doesNeed(kind, permission)),
    );
  }

  /** Without a policy nobody is let in to change anything (quality.md §0). */
  #isOff(): boolean {
    const { config } = this.#options;
    return (
      !config.permissionsEnabled && !config.dangerouslyAllowWithoutPermissions
    );
  }
}

function doesNeed(kind: string, { name }: Permission): boolean {
  const known = operationKinds.get(kind);
  return known?.permission === name || known?.alsoNeeds.includes(name) === true;
}

function isUserRef(principal: string): boolean {
  return principal.startsWith('user:');
}
