import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ControlPlane } from './cluster/kwokctl.ts';
import type { ClusterTokens } from './kubernetes/tokens.ts';
import { type ProcessRef, isRunning } from './process.ts';
import type { Tools } from './tools.ts';

/** One running control plane, as others may use it. */
export interface ClusterState extends ControlPlane {
  tokens: ClusterTokens;
}

/** What `up` started, in `state.json`. Holds paths of secrets, no secret. */
export interface State {
  directory: string;
  /** The process that runs `up`. */
  owner: ProcessRef;
  tools: Tools;
  clusters: ClusterState[];
  chartRepository: string;
  ociRegistry: string;
  registry: { process: ProcessRef; log: string };
  git: string;
  gitRepositories: string[];
  /** Configuration for Backstage. */
  appConfig: string;
}

/** What may be left of a set that is starting, or that ended without cleaning up. */
export interface Leftovers {
  owner: ProcessRef;
  processes: ProcessRef[];
}

/** The state file's place. */
export function stateFile(directory: string): string {
  return join(directory, 'state.json');
}

/** Reads the state of the set in a folder; undefined when none was started there. */
export async function readState(directory: string): Promise<State | undefined> {
  return readJson<State>(stateFile(directory));
}

/** Whether the set of this state is up. */
export async function isUp(state: Pick<State, 'owner'>): Promise<boolean> {
  return isRunning(state.owner);
}

/** Writes a file that only this user may read, never half. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const unfinished = `${file}.new`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await chmod(unfinished, 0o600);
  await rename(unfinished, file);
}

const leftoversFile = (directory: string) => join(directory, 'processes.json');

/** Notes what runs, as soon as it runs: a crash must not lose it. */
export async function noteProcesses(
  directory: string,
  leftovers: Leftovers,
): Promise<void> {
  await writePrivate(leftoversFile(directory), JSON.stringify(leftovers));
}

/** Reads what an earlier start noted. */
export async function readLeftovers(
  directory: string,
): Promise<Leftovers | undefined> {
  return readJson<Leftovers>(leftoversFile(directory));
}

async function readJson<T>(file: string): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
  return JSON.parse(text);
}
