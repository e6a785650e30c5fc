import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Permission } from '@backstage/plugin-permission-common';
import {
  HelmError,
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type {
  Authorizer,
  ReleaseResource,
  StoredDecision,
} from '../../authorization/Authorizer';

/** Allows everything but what a test denies: `permission` or `permission@release`. */
export class AllowList implements Authorizer {
  readonly denied = new Set<string>();
  /** Owner of every entity. */
  owner: string | undefined;
  /** Groups of people by their refs. */
  groups: Record<string, string[]> = {};
  /** Thrown by `stillAllowed`, as when the catalog is away. */
  failure: Error | undefined;

  async can(
    _credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<boolean> {
    return this.#isAllowed(permission.name, ref);
  }

  async assert(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<void> {
    if (await this.can(credentials, permission, ref)) {
      return;
    }
    if (!this.#isAllowed('helm.release.read', ref)) {
      throw new HelmError(
        { code: 'NOT_FOUND', message: 'No such release.' },
        { status: 404 },
      );
    }
    throw new HelmError(
      { code: 'NOT_ALLOWED', message: `This needs ${permission.name}.` },
      { status: 403 },
    );
  }

  async filter<T>(
    _credentials: BackstageCredentials,
    permission: Permission,
    rows: T[],
    toRef: (row: T) => ReleaseRef,
  ): Promise<T[]> {
    return rows.filter(row => this.#isAllowed(permission.name, toRef(row)));
  }

  async stillAllowed(
    decision: StoredDecision,
    ref: ReleaseRef,
  ): Promise<boolean> {
    if (this.failure) {
      throw this.failure;
    }
    return this.#isAllowed(decision.permission, ref);
  }

  async decide(
    credentials: BackstageCredentials,
    permission: Permission,
    ref: ReleaseRef,
  ): Promise<StoredDecision> {
    await this.assert(credentials, permission, ref);
    return {
      permission: permission.name,
      principal: await this.principal(credentials),
      at: new Date(0).toISOString(),
      result: 'ALLOW',
    };
  }

  async decideFor(
    principal: string,
    { name }: Permission,
    ref: ReleaseRef,
  ): Promise<StoredDecision> {
    if (!this.#isAllowed(name, ref)) {
      throw new HelmError(
        { code: 'NOT_ALLOWED', message: `This needs ${name}.` },
        { status: 403 },
      );
    }
    return {
      permission: name,
      principal,
      at: new Date(0).toISOString(),
      result: 'ALLOW',
    };
  }

  async resource(ref: ReleaseRef): Promise<ReleaseResource> {
    return { ref, ...(this.owner && { owner: this.owner }) };
  }

  async identities(credentials: BackstageCredentials): Promise<string[]> {
    const principal = await this.principal(credentials);
    return [principal, ...(this.groups[principal] ?? [])];
  }

  async principal(credentials: BackstageCredentials): Promise<string> {
    const { principal } = credentials as {
      principal: { userEntityRef?: string; subject?: string };
    };
    return principal.userEntityRef ?? principal.subject ?? 'nobody';
  }

  #isAllowed(permission: string, ref: ReleaseRef): boolean {
    return !(
      this.denied.has(permission) ||
      this.denied.has(`${permission}@${stringifyReleaseRef(ref)}`)
    );
  }
}
