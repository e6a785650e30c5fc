import { promisify } from 'util';
import { createGunzip, gzip } from 'zlib';
import { Parser, type ReadEntry } from 'tar';
import { isHelmError } from '@backstage-helm/plugin-helm-common';
import { archiveInvalid, chartTooLarge } from './repositoryErrors';

/** Limits of one chart archive, nested ones included. */
export const archiveLimits = {
  bytes: 20 * 1024 * 1024,
  unpackedBytes: 100 * 1024 * 1024,
  fileBytes: 5 * 1024 * 1024,
  files: 20_000,
  depth: 3,
};

/** Files of a chart that are read, by path below the chart's folder. */
export interface ArchiveContent {
  /** Name of the top folder. */
  folder: string;
  /** `Chart.yaml`, `values.yaml`, `README.md`, `values.schema.json` … */
  files: Map<string, string>;
  /** `Chart.yaml` of each chart in its folder `charts`. */
  subcharts: string[];
  /** Text of every template and schema, subcharts' too. */
  templates: string[];
  schemas: string[];
  /** Size of its content as Helm stores it with a release, compressed. */
  storedBytes: number;
}

/** A file as it is in the release Secret. */
interface Stored {
  name: string;
  data: string;
}

interface Budget {
  bytes: number;
  files: number;
}

const wanted =
  /^(Chart\.yaml|Chart\.lock|requirements\.yaml|requirements\.lock|values\.yaml|README\.md|values\.schema\.json)$/i;
/** First bytes of gzip and zstd; the path of no chart begins with them. */
const packed: ReadonlySet<number> = new Set([0x1f, 0x28]);
const plainFiles: ReadonlySet<string> = new Set([
  'File',
  'OldFile',
  'ContiguousFile',
]);

/**
 * Reads a chart archive in memory, and refuses what could leave its folder,
 * stand for something else, or grow without end. Nothing is written.
 *
 * @throws HelmError CHART_ARCHIVE_INVALID, CHART_TOO_LARGE
 */
export async function inspectArchive(
  archive: Buffer,
  limits = archiveLimits,
): Promise<ArchiveContent> {
  if (archive.length > limits.bytes) {
    throw chartTooLarge(
      `is larger than ${Math.round(limits.bytes / 1024 / 1024)} MiB`,
    );
  }
  const budget = { bytes: limits.unpackedBytes, files: limits.files };
  const stored: Stored[] = [];
  const content = await inspect(archive, budget, limits, 1, stored);
  const compressed = await promisify(gzip)(JSON.stringify(stored));
  return { ...content, storedBytes: compressed.length };
}

async function inspect(
  archive: Buffer,
  budget: Budget,
  limits: typeof archiveLimits,
  depth: number,
  stored: Stored[],
): Promise<Omit<ArchiveContent, 'storedBytes'>> {
  const content: Omit<ArchiveContent, 'storedBytes'> = {
    folder: '',
    files: new Map(),
    subcharts: [],
    templates: [],
    schemas: [],
  };
  const nested: Buffer[] = [];
  await unpack(archive, budget, limits, (path, bytes) => {
    const [folder, ...rest] = path.split('/');
    content.folder ||= folder;
    if (folder !== content.folder) {
      throw archiveInvalid('holds more than one top folder');
    }
    const inner = rest.join('/');
    if (wanted.test(inner)) {
      content.files.set(inner, bytes.toString('utf8'));
    }
    if (/^charts\/[^/]+\/Chart\.yaml$/.test(inner)) {
      content.subcharts.push(bytes.toString('utf8'));
    }
    if (/(^|\/)values\.schema\.json$/.test(inner)) {
      content.schemas.push(bytes.toString('utf8'));
    } else if (/(^|\/)templates\//.test(inner)) {
      content.templates.push(bytes.toString('utf8'));
    } else if (/(^|\/)charts\/[^/]+\.tgz$/.test(inner)) {
      nested.push(bytes);
      return;
    }
    stored.push({ name: inner, data: bytes.toString('base64') });
  });
  if (nested.length && depth >= limits.depth) {
    throw archiveInvalid(`nests subcharts more than ${limits.depth} deep`);
  }
  for (const inner of nested) {
    const { files, templates, schemas } = await inspect(
      inner,
      budget,
      limits,
      depth + 1,
      stored,
    );
    content.subcharts.push(files.get('Chart.yaml') ?? '');
    content.templates.push(...templates);
    content.schemas.push(...schemas);
  }
  return content;
}

function checkEntry(
  entry: ReadEntry,
  budget: Budget,
  limits: typeof archiveLimits,
): void {
  const { path, type, size } = entry;
  if (type !== 'Directory' && !plainFiles.has(type)) {
    throw archiveInvalid(`holds ${JSON.stringify(path)}, a ${type}`);
  }
  if (
    path.startsWith('/') ||
    /[\\\p{Cc}]/u.test(path) ||
    /^[A-Za-z]:/.test(path) ||
    path.split('/').some(part => part === '..' || part === '.')
  ) {
    throw archiveInvalid(`holds the path ${JSON.stringify(path)}`);
  }
  if (size > limits.fileBytes) {
    throw chartTooLarge(
      `holds ${path}, larger than ${limits.fileBytes / 1024 / 1024} MiB`,
    );
  }
  budget.files -= 1;
  if (budget.files < 0) {
    throw chartTooLarge(`holds more than ${limits.files} files`);
  }
}

function unpack(
  archive: Buffer,
  budget: Budget,
  limits: typeof archiveLimits,
  onFile: (path: string, bytes: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const gunzip = createGunzip();
    const fail = (error: unknown) => {
      gunzip.destroy();
      reject(
        isHelmError(error)
          ? error
          : archiveInvalid('is not a readable .tgz file'),
      );
    };
    const guarded =
      <A extends unknown[]>(run: (...given: A) => void) =>
      (...given: A) => {
        try {
          run(...given);
        } catch (error) {
          fail(error);
        }
      };
    const parser = new Parser({
      strict: true,
      onReadEntry: guarded(entry => {
        checkEntry(entry, budget, limits);
        if (entry.type === 'Directory') {
          entry.resume();
          return;
        }
        const chunks: Buffer[] = [];
        entry.on('data', chunk => chunks.push(Buffer.from(chunk)));
        entry.on(
          'end',
          guarded(() => onFile(entry.path, Buffer.concat(chunks))),
        );
      }),
    });
    parser.on('error', fail);
    parser.on('end', resolve);
    gunzip.on('error', fail);
    let isFirst = true;
    gunzip.on(
      'data',
      guarded((chunk: Buffer) => {
        // The parser would unpack it once more, past our limits.
        if (isFirst && packed.has(chunk[0])) {
          throw archiveInvalid('is compressed twice');
        }
        isFirst = false;
        budget.bytes -= chunk.length;
        if (budget.bytes < 0) {
          throw chartTooLarge(
            `unpacks to more than ${limits.unpackedBytes / 1024 / 1024} MiB`,
          );
        }
        parser.write(chunk);
      }),
    );
    gunzip.on('end', () => parser.end());
    gunzip.end(archive);
  });
}
