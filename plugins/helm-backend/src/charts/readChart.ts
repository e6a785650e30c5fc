import { HelmError } from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import type { FetchedChart } from './ChartSource';
import { chartDependencies } from './chartDependencies';
import type { ArchiveContent } from './inspectArchive';
import { parseQuietly } from './parseQuietly';
import { archiveInvalid } from './repositoryErrors';

const chartFileSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9](?:[-_A-Za-z0-9]|\.(?!\.)){0,249}$/),
  version: z.string().min(1).max(256),
  appVersion: z.coerce.string().max(256).optional(),
  type: z.string().optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
});

const changesSchema = z.array(
  z.union([
    z.string(),
    z
      .object({ kind: z.string().optional(), description: z.string() })
      .transform(({ kind, description }) =>
        kind ? `${kind}: ${description}` : description,
      ),
  ]),
);

const lookup = /\{\{[^}]*\blookup\b/;
const generated =
  /\b(rand(Alpha|AlphaNum|Ascii|Numeric|Bytes|Int)|gen(CA|SelfSignedCert|SignedCert|PrivateKey)\w*|derivePassword|htpasswd|bcrypt|uuidv4|now|shuffle)\b/;
const template = /\{\{[\s\S]*?\}\}/g;
/** A reference that leads out of the schema: Helm would read or fetch it. */
const remoteReference = /"\$(?:ref|dynamicRef|recursiveRef)"\s*:\s*"(?!#)/;
const remoteDialect =
  /"\$schema"\s*:\s*"(?!https?:\/\/json-schema\.org\/)[^"]+"/;

/** What {@link FetchedChart} tells of the archive's content. */
export type ChartContent = Omit<FetchedChart, 'repository' | 'digest' | 'path'>;

/** Same version, a leading `v` aside (DESIGN §3). */
export function isSameVersion(left: string, right: string): boolean {
  return left.replace(/^v/, '') === right.replace(/^v/, '');
}

/**
 * Reads a chart from its archive's files.
 *
 * @throws HelmError CHART_ARCHIVE_INVALID when the archive is not the chart
 *   that it was asked for
 */
export function readChart(
  content: ArchiveContent,
  wanted: { name: string; version: string },
): ChartContent {
  const file = chartFileSchema.safeParse(
    parseQuietly(content.files.get('Chart.yaml')),
  );
  if (!file.success) {
    throw archiveInvalid('has no valid Chart.yaml');
  }
  const { name, version, appVersion, type, annotations } = file.data;
  if (name !== wanted.name || content.folder !== name) {
    throw archiveInvalid(
      `is of the chart ${JSON.stringify(name)} in the folder ${JSON.stringify(
        content.folder,
      )}, not of ${JSON.stringify(wanted.name)}`,
    );
  }
  if (!isSameVersion(version, wanted.version)) {
    throw archiveInvalid(`is of version ${version}, not ${wanted.version}`);
  }
  if (type === 'library') {
    throw new HelmError({
      code: 'CHART_ARCHIVE_INVALID',
      field: 'chart',
      message: `${name} is a library chart, which can't be installed.`,
      wayOut: 'Choose an application chart.',
    });
  }
  const actions = content.templates.flatMap(text => text.match(template) ?? []);
  return {
    name,
    version,
    appVersion,
    valuesYaml: content.files.get('values.yaml') ?? '',
    readme:
      content.files.get('README.md') ??
      [...content.files].find(([path]) => /^readme\.md$/i.test(path))?.[1],
    schema: content.files.get('values.schema.json'),
    changes: readChanges(annotations?.['artifacthub.io/changes']),
    dependencies: chartDependencies(content),
    usesLookup: actions.some(action => lookup.test(action)),
    usesRandom: actions.some(action => generated.test(action)),
    storedBytes: content.storedBytes,
    hasRemoteSchema: content.schemas.some(
      text => remoteReference.test(text) || remoteDialect.test(text),
    ),
  };
}

function readChanges(text: unknown): string[] {
  const changes = changesSchema.safeParse(
    typeof text === 'string' ? parseQuietly(text) : undefined,
  );
  return changes.success ? changes.data.slice(0, 200) : [];
}
