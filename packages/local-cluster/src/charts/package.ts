import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  readFile,
  readdir,
  rm,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { run } from '../process.ts';
import { type ChartFiles, nextVersion, parseVersions } from './versions.ts';

/** A packaged chart version. */
export interface PackagedChart {
  name: string;
  version: string;
  file: string;
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
    packaged.push({ name, version: version.version, file });
    if (existsSync(file)) {
      continue; // a published version never changes
    }
    const folder = join(work, `${name}-${version.version}`, name);
    await rm(folder, { recursive: true, force: true });
    await writeFiles(folder, files);
    await mkdir(join(folder, 'charts'), { recursive: true });
    for (const dependency of dependencies) {
      const archive = `${dependency.name}-${dependency.version}.tgz`;
      await copyFile(join(archives, archive), join(folder, 'charts', archive));
    }
    await run(helm, ['package', folder, '--destination', archives], {
      timeoutMs: 60_000,
    });
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

async function writeFiles(folder: string, files: ChartFiles) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
