import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../process.ts';
import { type ChartFiles, nextVersion, parseVersions } from './versions.ts';

/** A packaged chart version. */
export interface PackagedChart {
  name: string;
  version: string;
  file: string;
  /** Whether this call made the archive, because it was missing or its source changed. */
  isNew: boolean;
}

/**
 * Packages every version of one example chart (`chart/`, `versions.yaml`,
 * overlays) into a folder. Dependencies are taken from the archives that are
 * already there: nothing is downloaded.
 */
export async function packageChart(options: {
  helm: string;
  source: string;
  /** Where the archives go and where dependencies are looked for. */
  archives: string;
  work: string;
}): Promise<PackagedChart[]> {
  const { helm, source, archives, work } = options;
  const versionsFile = join(source, 'versions.yaml');
  const versions = parseVersions(
    await readFile(versionsFile, 'utf8'),
    versionsFile,
  );
  await mkdir(archives, { recursive: true });
  let files = await readFiles(join(source, 'chart'));
  const { name, dependencies = [] } = parse(files['Chart.yaml']);
  const packaged: PackagedChart[] = [];
  for (const version of versions) {
    const overlay = version.overlay
      ? await readFiles(join(source, version.overlay))
      : {};
    files = nextVersion(files, version, overlay);
    const file = join(archives, `${name}-${version.version}.tgz`);
    const vendored = await readArchives(archives, dependencies);
    const folder = join(work, `${name}-${version.version}`);
    const digest = digestOf(files, vendored);
    const digestFile = join(folder, 'digest');
    const isNew =
      !existsSync(file) ||
      digest !== (await readFile(digestFile, 'utf8').catch(() => ''));
    packaged.push({ name, version: version.version, file, isNew });
    if (isNew) {
      await rm(folder, { recursive: true, force: true });
      await writeFiles(join(folder, name), { ...files, ...vendored });
      await run(
        helm,
        ['package', join(folder, name), '--destination', archives],
        { timeoutMs: 60_000 },
      );
      await writeFile(digestFile, digest);
    }
  }
  return packaged;
}

/** Packages all example charts, those without dependencies first. */
export async function packageCharts(options: {
  helm: string;
  sources: string;
  archives: string;
  work: string;
}): Promise<PackagedChart[]> {
  const { sources } = options;
  const folders = existsSync(sources)
    ? (await readdir(sources, { withFileTypes: true }))
        .filter(entry => entry.isDirectory())
        .map(entry => join(sources, entry.name))
    : [];
  const charts = await Promise.all(
    folders.map(async source => {
      const text = await readFile(join(source, 'chart', 'Chart.yaml'), 'utf8');
      return { source, dependencies: parse(text).dependencies?.length ?? 0 };
    }),
  );
  charts.sort((a, b) => a.dependencies - b.dependencies);
  const packaged: PackagedChart[] = [];
  for (const { source } of charts) {
    packaged.push(...(await packageChart({ ...options, source })));
  }
  return packaged;
}

async function readArchives(
  archives: string,
  dependencies: { name: string; version: string }[],
): Promise<Record<string, Buffer>> {
  const vendored: Record<string, Buffer> = {};
  for (const { name, version } of dependencies) {
    const archive = `${name}-${version}.tgz`;
    vendored[`charts/${archive}`] = await readFile(join(archives, archive));
  }
  return vendored;
}

function digestOf(files: ChartFiles, vendored: Record<string, Buffer>): string {
  const hash = createHash('sha256');
  for (const [path, content] of Object.entries({ ...files, ...vendored })) {
    hash.update(path).update('\0').update(content).update('\0');
  }
  return hash.digest('hex');
}

async function readFiles(folder: string): Promise<ChartFiles> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async entry => {
        const path = join(entry.parentPath, entry.name);
        return [
          path.slice(folder.length + 1),
          await readFile(path, 'utf8'),
        ] as const;
      }),
  );
  return Object.fromEntries(files);
}

async function writeFiles(
  folder: string,
  files: Record<string, string | Buffer>,
) {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
