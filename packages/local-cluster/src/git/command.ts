import { run } from '../process.ts';

/** An environment in which git reads no configuration of the user or the machine. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Local Cluster',
    GIT_AUTHOR_EMAIL: 'local-cluster@example.com',
    GIT_COMMITTER_NAME: 'Local Cluster',
    GIT_COMMITTER_EMAIL: 'local-cluster@example.com',
  };
}

/** Runs git in a repository and returns what it printed. */
export async function git(directory: string, args: string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', directory, ...args], {
    env: gitEnvironment(),
    timeoutMs: 60_000,
  });
  return stdout;
}
