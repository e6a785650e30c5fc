import type { Diff, Plan } from '@backstage-helm/plugin-helm-common';
import type { Override } from '../bindings/Binding';

/** The executable part of a plan: what was reviewed is what runs. Stored as JSON, no secrets. */
export interface PlanWork {
  kind: string;
  chart?: { repository: string; name: string; version: string; digest: string };
  /** Override that becomes active when the operation succeeds in being admitted. */
  override?: Pick<Override, 'version' | 'patch' | 'baseDigest'>;
  clearOverride: boolean;
  /** Declaration digest that the plan was made on. */
  declarationDigest?: string;
  /** HMAC of the final values handed to Helm. */
  valuesDigest?: string;
  /** The Secrets that values come from, by name: what is in another one was not meant. */
  secrets?: Record<string, string>;
  baseRevision: number;
  /** resourceVersion-independent digest of the base revision's payload. */
  baseDigest?: string;
  /** Status of the base revision, by which recovery tells whether it was begun. */
  baseStatus?: string;
  toRevision?: number;
  keepHistory?: boolean;
  /** The base is stuck: the way out also needs `helm.release.unlock`. */
  unlock?: boolean;
  /** What follows on success, as an operation of its own (reinstall). */
  then?: PlanWork;
  /** Its hooks are not run: one of them may be what it hung on. */
  noHooks?: boolean;
  /** A rebuild: nothing but the record of the release may change. */
  mustChangeNothing?: boolean;
  wait: boolean;
  timeoutSeconds: number;
  historyMax: number;
  rollbackOnFailure: boolean;
  createNamespace: boolean;
  helmMajor: 3 | 4;
  preHooks: number;
  postHooks: number;
}

export interface PlanRecord {
  plan: Plan;
  work: PlanWork;
  /** Redacted rendered manifest (for GET /diff?right=plan:id). */
  manifest: string;
  /** Redacted values YAML of the plan (mine). */
  valuesYaml: string;
  /**
   * Against the base revision, both sides redacted by one redactor: equality
   * of secrets can only be told while both are at hand.
   */
  diffs: { values: Diff; manifest: Diff };
  /** What of the environment's configuration it was made under. */
  policy?: Record<string, unknown>;
}

export interface PlanStore {
  /**
   * Huge bodies are stored in part, and say so.
   *
   * @throws HelmError INPUT_INVALID (429) when too many wait for their creator
   */
  put(record: PlanRecord): Promise<void>;
  /**
   * Bodies of a plan that never ran are forgotten early, and say so.
   *
   * @throws HelmError NOT_FOUND
   */
  get(id: string): Promise<PlanRecord>;
}
