import type { HelmProblem } from '../../errors';

/**
 * What a document is, by its apiVersion: `helm.toolkit.fluxcd.io`,
 * `helm.fluxcd.io`, `flux.weave.works`, `kubernetes.project-planton.org`.
 *
 * @public
 */
export type ReleaseDocumentFormat =
  | 'flux-v2'
  | 'flux-v1'
  | 'helm-operator'
  | 'planton';

/** Names another document or an object of the cluster. @public */
export interface SourceReference {
  apiVersion?: string;
  kind: string;
  name: string;
  /** Absent = the namespace of the document that refers to it. */
  namespace?: string;
}

/**
 * Where a document's chart is. Name and version are absent where the source
 * itself says them (`chartRef`).
 *
 * @public
 */
export interface DocumentChart {
  name?: string;
  /** As written; may be a range. `*` where the format defaults to it. */
  version?: string;
  source: { type: 'url'; url: string } | ({ type: 'ref' } & SourceReference);
  /** Fields of the document that say it, for problems. */
  fields: { name: string; version: string; source: string };
}

/** One `valuesFrom` entry, in the order of the document. @public */
export interface ValuesReference {
  kind: 'Secret' | 'ConfigMap';
  name: string;
  /** Absent = the namespace of the document. */
  namespace?: string;
  /** Key in the object. */
  key: string;
  /** Path in the values; absent = a whole values document. */
  targetPath?: string;
  optional: boolean;
  /** The text is taken as it is (`--set-literal`), not as `--set` reads it. */
  literal?: boolean;
  /** Field of the document, for problems. */
  field: string;
}

/** Another release that comes first. @public */
export interface DocumentDependency {
  /** `metadata.name` of the other document. */
  name: string;
  /** Absent = the namespace of the document that names it. */
  namespace?: string;
  /** Field of the document, for problems. */
  field: string;
}

/**
 * A release that a document describes, the same for every format. With
 * problems, the parts that could be read are there all the same; nothing may
 * be run from it.
 *
 * @public
 */
export interface ReleaseDocument {
  format: ReleaseDocumentFormat;
  /** `metadata.name`, empty when it has none. */
  name: string;
  /** `metadata.namespace`. */
  namespace?: string;
  /** Position among the file's documents that are not empty, from 0. */
  index: number;
  /** Start of field paths in problems: `deploy/releases.yaml#2`. */
  at: string;
  /** Environment, or an alias of it, that it is for; absent = any. */
  environment?: string;
  releaseName: string;
  /** Field that gave the release its name, for problems. */
  releaseNameField: string;
  /**
   * The name begins with the namespace that the document does not say:
   * `releaseName` stands for `default`, another one takes its place.
   */
  isNamedAfterNamespace?: boolean;
  /** Where it is installed; absent = the environment's template. */
  targetNamespace?: string;
  /** Field that named the namespace, for problems. */
  targetNamespaceField: string;
  chart?: DocumentChart;
  values: Record<string, unknown>;
  valuesFrom: ValuesReference[];
  dependsOn: DocumentDependency[];
  timeoutSeconds?: number;
  wait?: boolean;
  rollbackOnFailure?: boolean;
  createNamespace?: boolean;
  /** What keeps it from being run. */
  problems: HelmProblem[];
  /** What is not honoured; stops nothing. */
  warnings: HelmProblem[];
}

/**
 * A source of charts: HelmRepository, OCIRepository, HelmChart, GitRepository
 * or Bucket.
 *
 * @public
 */
export interface SourceDocument {
  kind: string;
  apiVersion: string;
  name: string;
  namespace?: string;
  /** Start of field paths in problems. */
  at: string;
  /** HelmRepository: of the repository; OCIRepository: of the chart itself. */
  url?: string;
  /** OCIRepository: what `spec.ref` chooses; HelmChart: `spec.version`. */
  version?: string;
  /** HelmChart: `spec.chart`. */
  chartName?: string;
  /** HelmChart: `spec.sourceRef`. */
  sourceRef?: SourceReference;
  problems: HelmProblem[];
}

/** What a file of documents holds. @public */
export interface ReleaseDocuments {
  documents: ReleaseDocument[];
  sources: SourceDocument[];
  /** Problems of the file as a whole, such as broken YAML. */
  problems: HelmProblem[];
}
