import {
  applyDocuments,
  expandNamespace,
  isHelmError,
  selectDocuments,
  type EntityFacts,
  type HelmProblem,
  type ParsedRelease,
  type ResolvedDocument,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig, HelmConfig } from '../../config/HelmConfig';
import type { ClusterObjects } from './ClusterObjects';
import { unreached } from './documentLayers';
import { findSource } from './findSource';
import type { FileSet } from './readFileSet';
import { withSuggestion, type ReadVersions } from './suggestVersion';

/** A release that a document declares for one environment. */
export interface DocumentRelease {
  parsed: ParsedRelease;
  /** Set when the cluster could not be asked where its chart is. */
  failure?: string;
}

/** What is asked while documents are turned into releases. */
export interface DocumentReading {
  config: Pick<HelmConfig, 'repositories'>;
  cluster: ClusterObjects;
  readVersions: ReadVersions;
}

/**
 * The releases that the documents of a file set declare for one environment.
 * Files that hold none for it are a problem: somebody chose the environment.
 */
export async function readDocuments(
  parsed: ParsedRelease,
  set: FileSet,
  environment: EnvironmentConfig,
  facts: EntityFacts,
  reading: DocumentReading,
): Promise<{ releases: DocumentRelease[]; problems: HelmProblem[] }> {
  const { repositories } = reading.config;
  const chosen = selectDocuments(set.documents, environment);
  const failures: (string | undefined)[] = [];
  const resolved: ResolvedDocument[] = [];
  for (const document of chosen) {
    const release =
      document.targetNamespace ??
      parsed.namespace ??
      expandNamespace(environment.namespace, facts);
    try {
      const source = await findSource({
        document,
        sources: set.sources,
        environment: environment.name,
        namespace: document.namespace ?? release,
        release,
        repositories,
        cluster: reading.cluster,
      });
      resolved.push({ document, source });
      failures.push(undefined);
    } catch (error) {
      if (!isHelmError(error)) {
        throw error;
      }
      const problem: HelmProblem = {
        ...error.toProblem(),
        code: 'SOURCE_UNRESOLVED',
        field: document.chart?.fields.source,
      };
      resolved.push({ document, source: { status: 'refused', problem } });
      failures.push(unreached(error));
    }
  }
  const releases = applyDocuments(
    { parsed, environment, repositories, facts },
    resolved,
  );
  return {
    releases: await Promise.all(
      releases.map(async (release, index) => ({
        parsed: {
          ...release,
          problems: await withSuggestion(
            release.problems,
            release.unpinned,
            reading.readVersions,
          ),
        },
        failure: failures[index],
      })),
    ),
    problems:
      chosen.length || set.problems.length
        ? []
        : [noneHere(parsed, set, environment)],
  };
}

function noneHere(
  { file }: ParsedRelease,
  { documents }: FileSet,
  environment: EnvironmentConfig,
): HelmProblem {
  const names = [...new Set(documents.map(each => each.environment))];
  return {
    code: 'DOCUMENT_INVALID',
    field: file?.field,
    message: documents.length
      ? `No document is for ${environment.name}, only for ${names.join(', ')}.`
      : `There is no HelmRelease in ${file?.paths.join(', ') || 'no file'}.`,
    wayOut: documents.length
      ? 'Add one, or leave the environment out of helm-release/environments.'
      : 'Name a file that holds HelmRelease documents.',
  };
}
