import { writeFile } from 'fs/promises';
import { join } from 'path';
import { HelmError } from '@backstage-helm/plugin-helm-common';
import { childEnvironment } from './childEnvironment';
import { followFile } from './followFile';
import { GATE } from './gate';
import type { ActingHelm, HelmResult, HelmRunner } from './HelmRunner';
import type { HelmHome } from './homes';
import { processStartTime } from './processIdentity';

/** Output into files: a pipe would break, and Helm with it, when we die. */
const ACTING_GATE = `${GATE}; exec >"$1" 2>"$2"; shift 2; exec "$0" "$@"`;
const ACTING_OUTPUT_BYTES = 4 * 1024 * 1024;

/** What {@link startActing} runs with. */
export type ActingOptions = Parameters<HelmRunner['act']>[2] & {
  home: HelmHome;
  /** The setting that names the binary. */
  field: string;
  environment: Readonly<Record<string, string | undefined>>;
  pollMilliseconds: number;
};

/**
 * Starts Helm behind the gate. When that fails the gate has ended, and the home
 * is the caller's to remove.
 */
export async function startActing(
  [command, ...argv]: string[],
  options: ActingOptions,
): Promise<ActingHelm> {
  const { home, kubeconfig, values = '', onLine, pollMilliseconds } = options;
  const { execa } = await import('execa');
  const outPath = join(home.path, 'stdout');
  const errPath = join(home.path, 'stderr');
  const file = await home.writeKubeconfig(kubeconfig);
  for (const path of [outPath, errPath]) {
    await writeFile(path, '', { mode: 0o600, flag: 'wx' });
  }
  const gate = ['-c', ACTING_GATE, command, outPath, errPath];
  const child = execa('/bin/sh', [...gate, ...argv], {
    cwd: home.cwd,
    env: childEnvironment(options.environment, home.path, file),
    extendEnv: false,
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
    buffer: false,
    reject: false,
    detached: true,
    cleanup: false,
    forceKillAfterDelay: false,
  });
  // A gate that ended early closes its stdin; the exit code tells it.
  child.stdin.on('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) {
    throw new HelmError(
      {
        code: 'HELM_MISSING',
        field: options.field,
        message: 'Helm could not be started on this machine.',
      },
      { status: 503 },
    );
  }
  try {
    const identity = { pid, startTime: await processStartTime(pid) };
    await home.recordProcess(identity);
    const outputs = {
      stdout: followFile(outPath, { maxBytes: ACTING_OUTPUT_BYTES }),
      stderr: followFile(errPath, { maxBytes: ACTING_OUTPUT_BYTES, onLine }),
    };
    const result = finish(child, home, outputs, pollMilliseconds);
    return {
      identity,
      result,
      go: () => child.stdin.end(`go\n${values}`),
      abandon: async () => {
        child.stdin.end();
        await result;
      },
      terminate: () => child.kill('SIGTERM'),
    } satisfies ActingHelm;
  } catch (error) {
    // The gate ends by itself, without having become Helm.
    child.stdin.end();
    await child;
    throw error;
  }
}

async function finish(
  child: Promise<{ exitCode?: number }>,
  home: HelmHome,
  outputs: Record<'stdout' | 'stderr', ReturnType<typeof followFile>>,
  pollMilliseconds: number,
): Promise<HelmResult> {
  const timer = setInterval(() => {
    outputs.stderr.read().catch(() => clearInterval(timer));
  }, pollMilliseconds);
  try {
    const { exitCode } = await child;
    clearInterval(timer);
    await outputs.stdout.read();
    await outputs.stderr.read();
    return {
      exitCode,
      stdout: outputs.stdout.text(),
      stderr: outputs.stderr.text(),
    };
  } finally {
    clearInterval(timer);
    await home.remove();
  }
}
