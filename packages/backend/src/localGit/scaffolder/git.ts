import { execFile } from 'node:child_process';

/** Whose name a commit carries. */
export interface Author {
  name: string;
  email: string;
}

/** One run of Git. */
export interface GitRun {
  /** A repository that nobody but us has written into. */
  gitDir: string;
  /** Files that others have written; no configuration in them counts. */
  workTree?: string;
  author?: Author;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT = 16 * 1024 * 1024;

/** Settings that let nothing in a work tree start a program or leave HTTP. */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.symlinks=false',
  'http.followRedirects=false',
  'protocol.allow=never',
  'protocol.http.allow=always',
  'submodule.recurse=false',
];

/** Runs Git without a shell and returns what it printed. */
export function git(args: string[], run: GitRun): Promise<string> {
  const { gitDir, workTree, author, signal } = run;
  const who = author ?? { name: 'Portal', email: 'portal@localhost' };
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [
        `--git-dir=${gitDir}`,
        ...(workTree ? [`--work-tree=${workTree}`] : []),
        ...SETTINGS.flatMap(setting => ['-c', setting]),
        ...args,
      ],
      {
        cwd: workTree ?? gitDir,
        // Nothing of the user's or the machine's configuration.
        env: {
          PATH: process.env.PATH,
          HOME: '/nonexistent',
          LC_ALL: 'C',
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_TERMINAL_PROMPT: '0',
          GIT_AUTHOR_NAME: who.name,
          GIT_AUTHOR_EMAIL: who.email,
          GIT_COMMITTER_NAME: who.name,
          GIT_COMMITTER_EMAIL: who.email,
        },
        timeout: TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT,
        signal,
      },
      (error, stdout, stderr) => {
        if (error) {
          const said = (stderr || error.message).trim().slice(-1000);
          reject(new Error(`git ${args[0]} failed: ${said}`, { cause: error }));
        } else {
          resolve(stdout);
        }
      },
    );
  });
}
