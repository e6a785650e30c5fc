import { isValuesMap, type ValuesMap } from '../../values/ValuesMap';
import { DocumentFields, isUnset } from './DocumentFields';
import type { SourceDocument } from './ReleaseDocument';

const kinds = [
  'HelmRepository',
  'OCIRepository',
  'HelmChart',
  'GitRepository',
  'Bucket',
];

/** What an OCIRepository chooses: a digest before a range before a tag. */
function readOciVersion(fields: DocumentFields): string | undefined {
  const semver = fields.text('spec.ref.semver');
  const tag = fields.text('spec.ref.tag');
  if (!isUnset(fields.value('spec.ref.digest')) && !tag) {
    fields.block({
      code: 'VERSION_NOT_EXACT',
      field: fields.field('spec.ref.digest'),
      message: 'The chart is chosen by a digest alone.',
      wayOut: 'Write its version as spec.ref.tag as well.',
    });
  }
  return semver ?? tag ?? 'latest';
}

/** Charts are fetched with the portal's own credentials, and problems name URLs. */
function withoutLogin(url: string | undefined): string | undefined {
  return url?.replace(/^([a-z]+:\/\/)[^/?#]*@/i, '$1');
}

/**
 * Reads a source of charts, of a file or of the cluster. Undefined when the
 * object is something else.
 *
 * @param at - start of field paths in problems.
 * @public
 */
export function parseSourceDocument(
  object: unknown,
  at: string,
): SourceDocument | undefined {
  if (!isValuesMap(object)) {
    return undefined;
  }
  const { apiVersion, kind } = object as ValuesMap;
  if (
    typeof apiVersion !== 'string' ||
    typeof kind !== 'string' ||
    !apiVersion.startsWith('source.toolkit.fluxcd.io/') ||
    !kinds.includes(kind)
  ) {
    return undefined;
  }
  const fields = new DocumentFields(object, at);
  const source: SourceDocument = {
    kind,
    apiVersion,
    name: fields.required('metadata.name') ?? '',
    namespace: fields.text('metadata.namespace'),
    at,
    problems: fields.problems,
  };
  if (kind === 'HelmRepository') {
    source.url = withoutLogin(fields.required('spec.url'));
  } else if (kind === 'OCIRepository') {
    source.url = withoutLogin(fields.required('spec.url'));
    source.version = readOciVersion(fields);
  } else if (kind === 'HelmChart') {
    source.chartName = fields.required('spec.chart');
    source.version = fields.text('spec.version') ?? '*';
    const refKind = fields.required('spec.sourceRef.kind');
    const refName = fields.required('spec.sourceRef.name');
    if (refKind && refName) {
      source.sourceRef = {
        apiVersion: fields.text('spec.sourceRef.apiVersion'),
        kind: refKind,
        name: refName,
      };
    }
  }
  return source;
}
