import type { SecretRules } from '@backstage-helm/plugin-helm-common';

/** What shall be declared, or be changed about what is declared. */
export interface DeclareInput {
  /** Path of the catalog file in the workspace. */
  catalogFile: string;
  /** Entity of that file; may be left out where there is one only. */
  entityRef?: string;
  /** How a new declaration is written. */
  format: 'annotations' | 'document';
  /** Limits `version` and `valuesPatch` to one environment. */
  environment?: string;
  /** Name of the release; chooses among documents. */
  releaseName?: string;
  /** Name of a configured repository, and of a chart in it. */
  chart?: { repository: string; name: string };
  version?: string;
  /** Versions by environment. */
  versions?: Record<string, string>;
  environments?: string[];
  namespace?: string;
  /** All declared values, as YAML. */
  values?: string;
  /** Values by environment, on top of `values`. */
  environmentValues?: Record<string, string>;
  /** RFC 7396 merge patch on the declared values, as YAML. */
  valuesPatch?: string;
}

/** What is known of the portal that shall read the declaration. */
export interface DeclareContext {
  environments: readonly { name: string; tier?: string }[];
  /** Finds what no repository may hold. */
  secretRules: SecretRules;
}
