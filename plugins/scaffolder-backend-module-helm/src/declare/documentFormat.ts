import type { EditedDocument } from '../yaml/editYaml';

/** Where a kind of HelmRelease document says things. */
export interface DocumentFormat {
  /** Field of the chart's version. */
  version: string[];
  /** Field of the values; absent where they are no map of values. */
  values?: string[];
}

const FORMATS: [api: RegExp, format: DocumentFormat][] = [
  [
    /^helm\.toolkit\.fluxcd\.io\//,
    {
      version: ['spec', 'chart', 'spec', 'version'],
      values: ['spec', 'values'],
    },
  ],
  [
    /^(helm\.fluxcd\.io|flux\.weave\.works)\//,
    { version: ['spec', 'chart', 'version'], values: ['spec', 'values'] },
  ],
  [/^kubernetes\.project-planton\.org\//, { version: ['spec', 'version'] }],
];

/** The format of a HelmRelease document, or undefined when it is none. */
export function formatOf(document: EditedDocument): DocumentFormat | undefined {
  const kind = textAt(document, ['kind']) ?? '';
  const api = textAt(document, ['apiVersion']) ?? '';
  return /HelmRelease$/.test(kind)
    ? FORMATS.find(([pattern]) => pattern.test(api))?.[1]
    : undefined;
}

/** Names by which a document may be meant. */
export function namesOf(document: EditedDocument): string[] {
  const at = (path: string[]) => textAt(document, path);
  const name = at(['metadata', 'name']);
  const target = at(['spec', 'targetNamespace']);
  return [
    at(['spec', 'releaseName']),
    target && name && `${target}-${name}`,
    at(['metadata', 'namespace']) &&
      name &&
      `${at(['metadata', 'namespace'])}-${name}`,
    name,
  ].filter(text => text !== undefined);
}

/** A text in a document, or undefined when there is none. */
function textAt(document: EditedDocument, path: string[]): string | undefined {
  const value = document.hasIn(path) ? document.getIn(path) : undefined;
  return typeof value === 'string' && value ? value : undefined;
}
