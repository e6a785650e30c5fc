import { existsSync } from 'node:fs';
import {
  cp,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { git } from './command.ts';

/** The branch of every repository. */
export const DEFAULT_BRANCH = 'main';

/** Replaces `{{name}}` where the name is known; everything else stays, templates have braces too. */
export function fillSeed(text: string, values: Record<string, string>): string {
  return text.replace(
    /\{\{(\w+)\}\}/g,
    (placeholder, name) => values[name] ?? placeholder,
  );
}

/**
 * Makes a bare repository from each `<org>/<repository>` folder of the seed.
 * A repository that exists is left as it is: people have pushed to it.
 */
export async function seedRepositories(options: {
  seed: string;
  directory: string;
  work: string;
  placeholders: Record<string, string>;
}): Promise<string[]> {
  const { seed, directory, work, placeholders } = options;
  await mkdir(directory, { recursive: true });
  const repositories: string[] = [];
  for (const org of await folders(seed)) {
    for (const name of await folders(join(seed, org))) {
      const bare = join(directory, org, `${name}.git`);
      if (!existsSync(bare)) {
        await seedRepository({
          source: join(seed, org, name),
          bare,
          tree: join(work, org, name),
          placeholders,
        });
      }
      repositories.push(`${org}/${name}`);
    }
  }
  return repositories;
}

async function seedRepository(options: {
  source: string;
  bare: string;
  tree: string;
  placeholders: Record<string, string>;
}) {
  const { source, bare, tree, placeholders } = options;
  await rm(tree, { recursive: true, force: true });
  await cp(source, tree, { recursive: true });
  await fillFiles(tree, placeholders);
  await git(tree, ['init', '--quiet', `--initial-branch=${DEFAULT_BRANCH}`]);
  await git(tree, ['add', '--all']);
  await git(tree, ['commit', '--quiet', '--message', 'Start']);
  await mkdir(join(bare, '..'), { recursive: true });
  const unfinished = `${bare}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await git(tree, ['clone', '--quiet', '--bare', tree, unfinished]);
  await git(unfinished, ['remote', 'remove', 'origin']);
  await git(unfinished, ['config', 'http.receivepack', 'true']);
  // A clone that stopped halfway must not look like a repository next time.
  await rename(unfinished, bare);
  await rm(tree, { recursive: true });
}

async function fillFiles(folder: string, values: Record<string, string>) {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries.filter(item => item.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    const isText = !bytes.includes(0);
    if (isText) {
      await writeFile(file, fillSeed(bytes.toString('utf8'), values));
    }
  }
}

async function folders(directory: string): Promise<string[]> {
  if (!existsSync(directory)) {
    return [];
  }
  const entries = await readdir(directory, { withFileTypes: true });
  return entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
}
