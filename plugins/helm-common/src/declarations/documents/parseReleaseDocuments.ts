import type { HelmProblem } from '../../errors';
import { isValuesMap, type ValuesMap } from '../../values/ValuesMap';
import { DocumentFields } from './DocumentFields';
import {
  readFluxV2,
  type DocumentIdentity,
  type FormatReading,
} from './fluxV2';
import { readHelmOperator } from './helmOperator';
import { readPlanton } from './planton';
import { readObjects } from './readObjects';
import type {
  ReleaseDocument,
  ReleaseDocumentFormat,
  ReleaseDocuments,
} from './ReleaseDocument';
import { parseSourceDocument } from './sources';

type FormatReader = (
  fields: DocumentFields,
  identity: DocumentIdentity,
) => FormatReading;

const readers: Record<ReleaseDocumentFormat, FormatReader> = {
  'flux-v2': readFluxV2,
  'flux-v1': readHelmOperator,
  'helm-operator': readHelmOperator,
  planton: readPlanton,
};

const rules: readonly {
  apiVersion: RegExp;
  kinds: readonly string[];
  format: ReleaseDocumentFormat;
}[] = [
  {
    apiVersion: /^helm\.toolkit\.fluxcd\.io\/(v2|v2beta[12])$/,
    kinds: ['HelmRelease'],
    format: 'flux-v2',
  },
  {
    apiVersion: /^helm\.fluxcd\.io\/v1$/,
    kinds: ['HelmRelease'],
    format: 'flux-v1',
  },
  {
    apiVersion: /^flux\.weave\.works\/v1beta1$/,
    kinds: ['HelmRelease'],
    format: 'helm-operator',
  },
  {
    apiVersion:
      /^kubernetes\.(project-planton\.org|project\.planton|planton\.dev)\/v1(alpha1)?$/,
    kinds: ['HelmRelease', 'KubernetesHelmRelease'],
    format: 'planton',
  },
];

/** The switch that Flux itself knows, as a label or an annotation. */
function isSubstituted(body: ValuesMap): boolean {
  const metadata = isValuesMap(body.metadata) ? body.metadata : {};
  return ![metadata.labels, metadata.annotations].some(
    map =>
      isValuesMap(map) &&
      map['kustomize.toolkit.fluxcd.io/substitute'] === 'disabled',
  );
}

function readRelease(
  format: ReleaseDocumentFormat,
  body: ValuesMap,
  index: number,
  at: string,
): ReleaseDocument {
  const fields = new DocumentFields(body, at);
  const name = fields.required('metadata.name') ?? '';
  const namespace = fields.text('metadata.namespace');
  if (!isValuesMap(body.spec)) {
    fields.required('spec');
    fields.map('spec');
  }
  if (body.sops !== undefined) {
    fields.notHonoured(
      'sops',
      'The portal has no key to decrypt with; what is encrypted cannot be used.',
    );
  }
  const reading = readers[format](fields, {
    name,
    namespace,
    isSubstituted: isSubstituted(body),
  });
  return {
    format,
    name,
    namespace,
    index,
    at,
    ...reading,
    problems: fields.problems,
    warnings: fields.warnings,
  };
}

/** Why a document that calls itself a HelmRelease is none that is known. */
function unknownRelease(
  { apiVersion, kind }: ValuesMap,
  at: string,
): HelmProblem | undefined {
  if (apiVersion === undefined && kind === undefined) {
    return {
      code: 'DOCUMENT_INVALID',
      field: at,
      message: `${at} has neither apiVersion nor kind: it is no HelmRelease.`,
      wayOut:
        'Values belong into helm-release/values; name HelmRelease documents here.',
    };
  }
  const isRelease =
    typeof kind === 'string' && /^(Flux|Kubernetes)?HelmRelease$/.test(kind);
  return isRelease
    ? {
        code: 'DOCUMENT_NOT_SUPPORTED',
        field: `${at} apiVersion`,
        message: `A ${kind} of "${String(apiVersion)}" is not known.`,
        wayOut:
          'Known are helm.toolkit.fluxcd.io/v2, helm.fluxcd.io/v1, flux.weave.works/v1beta1 and kubernetes.project-planton.org/v1.',
      }
    : undefined;
}

/**
 * Reads a file of HelmRelease documents and the sources beside them. Never
 * throws for what an author wrote; documents of other kinds are passed over.
 *
 * @param file - `field`: the annotation that names it; `path`: as shown in
 *   problems.
 * @public
 */
export function parseReleaseDocuments(
  text: string,
  file: { field: string; path: string },
): ReleaseDocuments {
  const { objects, problems } = readObjects(text, file);
  const result: ReleaseDocuments = { documents: [], sources: [], problems };
  for (const { body, at, index } of objects) {
    const { apiVersion, kind } = body;
    const rule = rules.find(
      candidate =>
        typeof apiVersion === 'string' &&
        typeof kind === 'string' &&
        candidate.apiVersion.test(apiVersion) &&
        candidate.kinds.includes(kind),
    );
    const source = parseSourceDocument(body, at);
    const problem = unknownRelease(body, at);
    if (rule) {
      result.documents.push(readRelease(rule.format, body, index, at));
    } else if (source) {
      result.sources.push(source);
    } else if (problem) {
      problems.push(problem);
    }
  }
  return result;
}
