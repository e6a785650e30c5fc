import { InputError } from '@backstage/errors';
import {
  annotationName,
  resolveDeclaredPath,
} from '@backstage-helm/plugin-helm-common';
import { isMap, stringify } from 'yaml';
import { editYaml, readDocuments, setKey } from '../yaml/editYaml';
import type { DeclareInput } from './DeclareInput';
import { pathsOf, type DeclaredValues } from './declaredValues';
import { formatOf, namesOf, type DocumentFormat } from './documentFormat';
import type { ValuesLayer } from './ValuesLayer';

/** Where new documents are written, beside the catalog file. */
const NEW_FILE = 'deploy/release.yaml';

/** One document of the files that `helm-release/file` names. */
interface FoundDocument {
  file: string;
  index: number;
  format: DocumentFormat;
  names: string[];
}

/** Writes a Flux v2 document for a new release, and names it in `file`. */
export async function writeDocument(
  { declaration, files, catalogFile }: DeclaredValues,
  input: DeclareInput & { chart: NonNullable<DeclareInput['chart']> },
): Promise<void> {
  const { chart, version, versions = {}, releaseName } = input;
  if (declaration.get('file')) {
    throw new InputError(
      `${declaration.name} declares documents already: leave chart out to change them.`,
    );
  }
  if (version === undefined) {
    throw new InputError('version: a document needs one.');
  }
  const write = async (path: string, exact: string, environment?: string) => {
    const file = resolveDeclaredPath(
      catalogFile,
      path,
      annotationName('file', environment),
    );
    if ((await files.read(file)) !== undefined) {
      throw new InputError(`${file} is there already.`);
    }
    const name = releaseName ?? declaration.name;
    await files.write(file, newDocument({ name, chart, version: exact }));
    declaration.set('file', path, environment);
  };
  await write(NEW_FILE, version);
  for (const [environment, exact] of Object.entries(versions)) {
    const path = NEW_FILE.replace('.yaml', `.${environment}.yaml`);
    await write(path, exact, environment);
  }
}

function newDocument(release: {
  name: string;
  chart: { repository: string; name: string };
  version: string;
}): string {
  const { name, chart, version } = release;
  const document = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name },
    spec: {
      interval: '10m',
      releaseName: name,
      chart: {
        spec: {
          chart: chart.name,
          version,
          sourceRef: { kind: 'HelmRepository', name: chart.repository },
        },
      },
    },
  };
  return stringify(document);
}

/** Writes the chart's version into the documents that a release is from. */
export async function setDocumentVersion(
  place: DeclaredValues,
  wanted: { version: string; environment?: string; releaseName?: string },
): Promise<void> {
  const { version, environment, releaseName } = wanted;
  const { files, declaration } = place;
  if (environment && !declaration.get('file', environment)) {
    throw new InputError(
      `The documents in ${declaration.get(
        'file',
      )} are for other environments too. Give ${environment} documents of its own in ${annotationName(
        'file',
        environment,
      )}, or change the version for all.`,
    );
  }
  const { file, index, format } = await findDocument(
    place,
    releaseName,
    environment,
  );
  const text = (await files.read(file)) ?? '';
  const edited = editYaml(text, file, documents => {
    const parent = documents[index].getIn(format.version.slice(0, -1));
    if (!isMap(parent)) {
      throw new InputError(
        `${file} names no chart with a version of its own (${format.version.join(
          '.',
        )}): change its source instead.`,
      );
    }
    setKey(parent, format.version.at(-1) ?? 'version', version);
  });
  await files.write(file, edited);
}

/** The values that stand in the document itself, below those of files. */
export async function documentLayers(
  place: DeclaredValues,
  wanted: { environment?: string; releaseName?: string; isShared: boolean },
): Promise<(ValuesLayer & { write: (text: string) => Promise<void> })[]> {
  const { declaration, files } = place;
  const { environment, releaseName } = wanted;
  const own = environment && declaration.get('file', environment);
  if (!own && !declaration.get('file')) {
    return [];
  }
  const { file, index, format } = await findDocument(
    place,
    releaseName,
    own ? environment : undefined,
  );
  if (!format.values) {
    throw new InputError(
      `The values in ${file} are no map of values: change them by hand.`,
    );
  }
  return [
    {
      name: file,
      text: (await files.read(file)) ?? '',
      at: { document: index, path: format.values },
      isShared: wanted.isShared && !own,
      write: text => files.write(file, text),
    },
  ];
}

async function findDocument(
  { declaration, files, catalogFile }: DeclaredValues,
  releaseName: string | undefined,
  environment: string | undefined,
): Promise<FoundDocument> {
  const field = annotationName('file', environment);
  const paths = pathsOf(declaration.get('file', environment) ?? '');
  const found: FoundDocument[] = [];
  for (const path of paths) {
    const file = resolveDeclaredPath(catalogFile, path, field);
    const text = (await files.read(file)) ?? '';
    readDocuments(text, file).forEach((document, index) => {
      const format = formatOf(document);
      if (format) {
        found.push({ file, index, format, names: namesOf(document) });
      }
    });
  }
  const exact = found.filter(
    ({ names }) => releaseName !== undefined && names.includes(releaseName),
  );
  const chosen = exact.length ? exact : found;
  if (chosen.length !== 1 || (releaseName && !exact.length)) {
    const names = found.map(each => each.names[0]).join(', ') || 'none';
    throw new InputError(
      `${field}: ${
        releaseName
          ? `no one document is of the release ${releaseName}`
          : 'several documents are there; name one as releaseName'
      }. There are: ${names}.`,
    );
  }
  return chosen[0];
}
