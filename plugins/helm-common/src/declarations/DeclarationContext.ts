/**
 * What the parser must know of an environment; a part of its configuration
 * (DESIGN §4).
 *
 * @public
 */
export interface DeclarationEnvironment {
  name: string;
  tier?: string;
  /** Other names that documents use for it. */
  aliases?: string[];
  /** Engine that carries it out; default `helm`. */
  engine?: string;
  /** Chosen when an entity names no environments. */
  isDefault: boolean;
  /** Template of the namespace: `{name} {namespace} {system} {owner}`. */
  namespace: string;
  namespaces: NamespaceGrant[];
  /** Names of the repositories that this environment accepts; absent = all. */
  repositories?: string[];
  defaults: {
    wait: boolean;
    timeoutSeconds: number;
    rollbackOnFailure: boolean;
    createNamespace: boolean;
  };
}

/** Namespaces that entities may use, all or those of some owners. @public */
export interface NamespaceGrant {
  /** Name with `*` and `?`, may hold the placeholders of the template. */
  match: string;
  /** Entity refs; absent = any owner. */
  owners?: string[];
}

/** A configured chart repository. @public */
export interface DeclarationRepository {
  name: string;
  /** `https://…` or `oci://host/path`, no trailing slash. */
  url: string;
  kind: 'http' | 'oci';
}

/** @public */
export interface DeclarationContext {
  environments: readonly DeclarationEnvironment[];
  repositories: readonly DeclarationRepository[];
  /** Owner ref of the entity's System, when it has one that could be read. */
  systemOwner?: string;
}
