#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { down } from './down.ts';
import { isRunning } from './process.ts';
import { findRepository } from './repository.ts';
import { type State, isUp, readState } from './state.ts';
import { up } from './up.ts';

const USAGE = `Usage: local-cluster <command> --state DIR

  up [--tools JSON] [--ports-from N] [--git-seed DIR] [--push-webhook URL]…
                        start everything, print "READY {state}", stay until Ctrl-C
  down [--purge]        stop everything; --purge deletes the data too
  status                what runs
  kubeconfig NAME       the path of a cluster's kubeconfig
  logs NAME COMPONENT   a component's log; "logs registry" for the OCI registry
`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    state: { type: 'string' },
    tools: { type: 'string' },
    'ports-from': { type: 'string' },
    'git-seed': { type: 'string' },
    'push-webhook': { type: 'string', multiple: true },
    purge: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [command, ...names] = positionals;
const print = (line: string) => process.stdout.write(`${line}\n`);

// Whoever read our output may go first; what runs must still be stopped in order.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}

async function startAndStay(directory: string) {
  const stopping = new AbortController();
  const asked = new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        stopping.abort(new Error(`Stopped by ${signal}`));
        resolve();
      });
    }
  });
  const set = await up({
    directory,
    tools: flags.tools ? JSON.parse(flags.tools) : undefined,
    firstPort: flags['ports-from'] ? Number(flags['ports-from']) : undefined,
    repository: findRepository(dirname(process.argv[1])),
    gitSeed: flags['git-seed'],
    pushWebhooks: flags['push-webhook'],
    signal: stopping.signal,
    log: line => process.stderr.write(`${line}\n`),
  });
  print(`READY ${JSON.stringify(set.state)}`);
  await asked;
  await set.stop();
}

async function requireState(directory: string): Promise<State> {
  const state = await readState(directory);
  if (!state) {
    throw new Error(`Nothing was started in ${directory}`);
  }
  return state;
}

function requireCluster(state: State, name: string | undefined) {
  const cluster = state.clusters.find(candidate => candidate.name === name);
  if (!cluster) {
    const known = state.clusters.map(candidate => candidate.name).join(', ');
    throw new Error(`No cluster "${name ?? ''}"; there are ${known}`);
  }
  return cluster;
}

async function showStatus(state: State) {
  print((await isUp(state)) ? 'up' : 'down');
  for (const { name, url, processes } of state.clusters) {
    const running = await Promise.all(processes.map(isRunning));
    const ended = processes.filter((_, index) => !running[index]);
    print(
      `${name}\t${url}\t${
        ended.length === 0
          ? 'running'
          : `stopped: ${ended.map(ref => ref.name).join(', ')}`
      }`,
    );
  }
  print(`charts\t${state.chartRepository}\t${state.ociRegistry}`);
  print(`git\t${state.git}`);
}

async function showLog(state: State, [name, component]: string[]) {
  const file =
    name === 'registry'
      ? state.registry.log
      : join(requireCluster(state, name).logs, `${component}.log`);
  process.stdout.write(await readFile(file));
}

async function main() {
  const directory = flags.state;
  if (flags.help || !command || !directory) {
    process.stderr.write(USAGE);
    process.exitCode = flags.help ? 0 : 2;
  } else if (command === 'up') {
    await startAndStay(directory);
  } else if (command === 'down') {
    await down(directory, { purge: flags.purge });
  } else if (command === 'status') {
    await showStatus(await requireState(directory));
  } else if (command === 'kubeconfig') {
    print(requireCluster(await requireState(directory), names[0]).kubeconfig);
  } else if (command === 'logs') {
    await showLog(await requireState(directory), names);
  } else {
    process.stderr.write(USAGE);
    process.exitCode = 2;
  }
}

main().catch(error => {
  process.stderr.write(
    `${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
