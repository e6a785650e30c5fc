import { git } from './command.ts';

/** What a push changed, as the push webhook tells it. */
export interface Push {
  repository: string;
  ref: string;
  commit: string;
  changed: string[];
}

/** Branch heads by ref. */
export type Heads = Map<string, string>;

/** Reads the branch heads of a repository. */
export async function readHeads(bare: string): Promise<Heads> {
  const rows = await git(bare, [
    'for-each-ref',
    '--format=%(refname) %(objectname)',
    'refs/heads',
  ]);
  return new Map(
    rows
      .split('\n')
      .filter(Boolean)
      .map(row => row.split(' ') as [string, string]),
  );
}

/** The branches that moved between two readings, with the paths that changed. */
export async function describePushes(
  bare: string,
  repository: string,
  before: Heads,
  after: Heads,
): Promise<Push[]> {
  const moved = [...after].filter(
    ([ref, commit]) => before.get(ref) !== commit,
  );
  return Promise.all(
    moved.map(async ([ref, commit]) => {
      const old = before.get(ref);
      const paths = old
        ? await git(bare, ['diff', '--name-only', '-z', old, commit])
        : await git(bare, ['ls-tree', '-r', '--name-only', '-z', commit]);
      return {
        repository,
        ref,
        commit,
        changed: paths.split('\0').filter(Boolean),
      };
    }),
  );
}

/** Tells every webhook of a push. A webhook that is away is logged; the push stands. */
export async function announce(
  push: Push,
  webhooks: string[],
  log: (line: string) => void,
): Promise<void> {
  await Promise.all(
    webhooks.map(async url => {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(push),
          signal: AbortSignal.timeout(5000),
        });
        if (!response.ok) {
          log(`push webhook ${url} answered ${response.status}`);
        }
      } catch (error) {
        log(`push webhook ${url} can't be reached: ${error}`);
      }
    }),
  );
}
