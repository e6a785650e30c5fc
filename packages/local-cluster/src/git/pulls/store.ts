import {
  link,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PullRequest, PullRequestDraft } from './PullRequest.ts';

const FILE = /^(\d{1,9})\.json$/;

/** Pull requests of a repository lie as files in it, so that they last as long. */
function folderOf(bare: string): string {
  return join(bare, 'pulls');
}

/** Every pull request, newest first. */
export async function listPulls(bare: string): Promise<PullRequest[]> {
  const names = await readdir(folderOf(bare)).catch(ifAbsent([] as string[]));
  const numbers = names.flatMap(name => FILE.exec(name)?.[1] ?? []).map(Number);
  const pulls = await Promise.all(
    numbers.map(number => readPull(bare, number)),
  );
  return pulls
    .filter(pull => pull !== undefined)
    .sort((left, right) => right.number - left.number);
}

/** One pull request, or undefined when there is none of that number. */
export async function readPull(
  bare: string,
  number: number,
): Promise<PullRequest | undefined> {
  const text = await readFile(
    join(folderOf(bare), `${number}.json`),
    'utf8',
  ).catch(ifAbsent(undefined));
  return text === undefined ? undefined : JSON.parse(text);
}

/** Writes a new pull request under the next number. */
export async function addPull(
  bare: string,
  draft: PullRequestDraft,
  now: Date,
): Promise<PullRequest> {
  const folder = folderOf(bare);
  await mkdir(folder, { recursive: true });
  for (;;) {
    const [newest] = await listPulls(bare);
    const pull: PullRequest = {
      number: (newest?.number ?? 0) + 1,
      ...draft,
      state: 'open',
      createdAt: now.toISOString(),
    };
    const file = join(folder, `${pull.number}.json`);
    const unfinished = `${file}.${randomUUID()}`;
    await writeFile(unfinished, JSON.stringify(pull));
    try {
      // A link, unlike a rename, never replaces what somebody else just wrote.
      await link(unfinished, file);
      return pull;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    } finally {
      await rm(unfinished, { force: true });
    }
  }
}

/** Replaces what is kept of a pull request. */
export async function updatePull(
  bare: string,
  pull: PullRequest,
): Promise<void> {
  const file = join(folderOf(bare), `${pull.number}.json`);
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, JSON.stringify(pull));
  await rename(unfinished, file);
}

function ifAbsent<T>(value: T) {
  return (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') {
      return value;
    }
    throw error;
  };
}
