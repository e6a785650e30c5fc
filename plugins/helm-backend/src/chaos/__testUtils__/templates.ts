import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Parser } from 'tar';
import { parse } from 'yaml';

interface Template {
  name: string;
  /** Base64. */
  data: string;
}

/** What tells the content of a stored chart: its name, version and templates. */
export function templatesKey(
  metadata: { name: string; version: string },
  templates: Template[],
): string {
  const hash = createHash('sha256');
  const sorted = [...templates].sort((left, right) =>
    left.name < right.name ? -1 : 1,
  );
  for (const { name, data } of sorted) {
    hash.update(`${name}\0${data}\0`);
  }
  return `${metadata.name} ${metadata.version} ${hash.digest('hex')}`;
}

/** Digests of the published archives, by what they hold. */
export async function chartsByTemplates(
  folder: string,
): Promise<Map<string, string>> {
  const archives = (await readdir(folder)).filter(name =>
    name.endsWith('.tgz'),
  );
  return new Map(
    await Promise.all(
      archives.map(async (name): Promise<[string, string]> => {
        const archive = await readFile(join(folder, name));
        const files = await unpack(archive);
        const templates = [...files]
          .filter(([path]) => path.startsWith('templates/'))
          .map(([path, bytes]) => ({
            name: path,
            data: bytes.toString('base64'),
          }));
        const metadata = parse(String(files.get('Chart.yaml')));
        const hash = createHash('sha256').update(archive).digest('hex');
        return [templatesKey(metadata, templates), `sha256:${hash}`];
      }),
    ),
  );
}

/** The files of a chart, by their path in it. */
function unpack(archive: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const files = new Map<string, Buffer>();
    const parser = new Parser({
      onReadEntry(entry) {
        const chunks: Buffer[] = [];
        entry.on('data', (chunk: Buffer) => chunks.push(chunk));
        entry.on('end', () => {
          const path = entry.path.split('/').slice(1).join('/');
          files.set(path, Buffer.concat(chunks));
        });
      },
    });
    parser.on('end', () => resolve(files));
    parser.on('error', reject);
    parser.end(archive);
  });
}
