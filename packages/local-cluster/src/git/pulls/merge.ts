import { git } from '../command.ts';
import { DEFAULT_BRANCH } from '../seed.ts';
import type { PullRequest } from './PullRequest.ts';

const BASE = `refs/heads/${DEFAULT_BRANCH}`;

/** The commit at the tip of a branch, or undefined when there is none. */
export async function tipOf(
  bare: string,
  branch: string,
): Promise<string | undefined> {
  const rows = await git(bare, [
    'for-each-ref',
    '--format=%(objectname)',
    `refs/heads/${branch}`,
  ]);
  return rows.trim() || undefined;
}

/** What a pull request changes, as a unified diff; what it changed, once merged. */
export async function diffOf(
  bare: string,
  pull: PullRequest,
): Promise<string | undefined> {
  const range = pull.mergeCommit
    ? [`${pull.mergeCommit}^1`, pull.mergeCommit]
    : [`${BASE}...refs/heads/${pull.branch}`];
  if (!pull.mergeCommit && !(await tipOf(bare, pull.branch))) {
    return undefined;
  }
  return git(bare, ['diff', '--no-color', '--no-ext-diff', ...range, '--']);
}

/**
 * Merges a branch into the default one.
 *
 * @returns the commit, or undefined when the two can't be merged as they are
 */
export async function mergePull(
  bare: string,
  pull: PullRequest,
): Promise<string | undefined> {
  const base = await tipOf(bare, DEFAULT_BRANCH);
  const head = await tipOf(bare, pull.branch);
  if (!base || !head) {
    return undefined;
  }
  const tree = await git(bare, ['merge-tree', '--write-tree', base, head]).then(
    text => text.trim(),
    () => undefined, // git exits with 1 when both changed the same lines
  );
  if (!tree) {
    return undefined;
  }
  const commit = (
    await git(bare, [
      'commit-tree',
      tree,
      '-p',
      base,
      '-p',
      head,
      '-m',
      `Merge pull request ${pull.number}: ${pull.title}`,
    ])
  ).trim();
  // Refused by git when somebody pushed meanwhile.
  await git(bare, ['update-ref', BASE, commit, base]);
  return commit;
}
