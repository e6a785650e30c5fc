import type { Knex } from 'knex';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';

/** The one entity that owns a release (DESIGN §2). */
export interface Binding {
  release: ReleaseRef;
  entityRef: string;
  environment: string;
  by: string;
  at: string;
}

/** Writers exist once by uniqueness in the database. */
export interface BindingStore {
  get(ref: ReleaseRef): Promise<Binding | undefined>;
  ofEntity(entityRef: string): Promise<Binding[]>;
  all(): Promise<Binding[]>;
  /**
   * Writes the binding, or returns the existing one when it is this entity's.
   *
   * @throws HelmError BINDING_CONFLICT when another entity owns the release.
   */
  claim(tx: Knex, binding: Binding): Promise<Binding>;
  remove(tx: Knex, ref: ReleaseRef): Promise<void>;
}

/** The active override of a target: merge patch on the declared values plus version. */
export interface Override {
  id: string;
  release: ReleaseRef;
  version?: string;
  /** RFC 7396 merge patch; holds no secret (refused at admission). */
  patch: Record<string, unknown>;
  /** Declaration digest that it was made on. */
  baseDigest: string;
  by: string;
  reason?: string;
  at: string;
  expiresAt?: string;
}

export interface OverrideStore {
  active(ref: ReleaseRef): Promise<Override | undefined>;
  allActive(): Promise<Override[]>;
  /** Makes it the active one; earlier versions stay. */
  put(tx: Knex, override: Override): Promise<void>;
  /**
   * Ends the active one.
   *
   * @returns whether there was one.
   */
  clear(tx: Knex, ref: ReleaseRef, by: string): Promise<boolean>;
}
