import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@backstage/errors';
import { git, type Author } from './git';

const BRANCH = 'refs/heads/main';

/**
 * Git for a folder that a template has filled. The repository itself lies
 * elsewhere: a `.git` that came with the content would be its author's
 * configuration for our Git.
 */
export class GitWorkspace {
  readonly #gitDir: string;
  readonly #folder: string;
  readonly #remote: string;
  readonly #signal?: AbortSignal;

  private constructor(options: {
    gitDir: string;
    folder: string;
    remote: string;
    signal?: AbortSignal;
  }) {
    this.#gitDir = options.gitDir;
    this.#folder = options.folder;
    this.#remote = options.remote;
    this.#signal = options.signal;
  }

  /** Lends a Git for the folder to `use`, and clears it away. */
  static async use<T>(
    options: { folder: string; remote: string; signal?: AbortSignal },
    use: (workspace: GitWorkspace) => Promise<T>,
  ): Promise<T> {
    const gitDir = await mkdtemp(join(tmpdir(), 'local-git-'));
    try {
      const workspace = new GitWorkspace({ ...options, gitDir });
      await workspace.#git(['init', '--quiet', '--bare']);
      return await use(workspace);
    } finally {
      await rm(gitDir, { recursive: true, force: true });
    }
  }

  /** Fetches the default branch; its commit, or undefined when there is none. */
  async fetch(): Promise<string | undefined> {
    const rows = await this.#git(['ls-remote', this.#remote, BRANCH]);
    if (!rows.trim()) {
      return undefined;
    }
    await this.#git(['fetch', '--quiet', this.#remote, BRANCH]);
    return (await this.#git(['rev-parse', 'FETCH_HEAD'])).trim();
  }

  /** Writes the files of a commit into the folder. */
  async checkOut(commit: string): Promise<void> {
    await this.#inFolder(['read-tree', '--reset', '-u', commit]);
  }

  /** The tree that the folder's files make, on top of a commit's when given. */
  async tree(base?: string): Promise<string> {
    await this.#refuseRepositories();
    await this.#git(base ? ['read-tree', base] : ['read-tree', '--empty']);
    await this.#inFolder(['add', '--all', '.']);
    return (await this.#git(['write-tree'])).trim();
  }

  /** The tree of a commit. */
  async treeOf(commit: string): Promise<string> {
    return (await this.#git(['rev-parse', `${commit}^{tree}`])).trim();
  }

  /** Whether a fetched commit leads to another. */
  async isAncestor(commit: string, tip: string): Promise<boolean> {
    return this.#git(['merge-base', '--is-ancestor', commit, tip]).then(
      () => true,
      () => false,
    );
  }

  /** Commits a tree and pushes it to a branch. */
  async push(options: {
    tree: string;
    parent?: string;
    branch: string;
    message: string;
    author: Author;
    /** The branch is this task's own: an earlier run may have pushed it. */
    isOurs?: boolean;
  }): Promise<string> {
    const { tree, parent, branch, message, author, isOurs } = options;
    const commit = (
      await this.#git(
        ['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-m', message],
        author,
      )
    ).trim();
    await this.#git([
      'push',
      '--quiet',
      this.#remote,
      `${isOurs ? '+' : ''}${commit}:refs/heads/${branch}`,
    ]);
    return commit;
  }

  #git(args: string[], author?: Author): Promise<string> {
    return git(args, { gitDir: this.#gitDir, author, signal: this.#signal });
  }

  #inFolder(args: string[]): Promise<string> {
    return git(args, {
      gitDir: this.#gitDir,
      workTree: this.#folder,
      signal: this.#signal,
    });
  }

  async #refuseRepositories(): Promise<void> {
    const names = await readdir(this.#folder, { recursive: true });
    const nested = names.find(name => /[\\/]\.git$/.test(name));
    if (nested) {
      throw new InputError(
        `The workspace holds a repository of its own at ${nested}: remove it first.`,
      );
    }
  }
}
