import { createHash } from 'crypto';
import { writeFile } from 'fs/promises';
import { join } from 'path';
import { HelmError } from '@backstage-helm/plugin-helm-common';
import { LRUCache } from 'lru-cache';
import type { HelmConfig } from '../config/HelmConfig';
import { childEnvironment } from './childEnvironment';
import { followFile } from './followFile';
import type { ActingHelm, HelmResult, HelmRunner } from './HelmRunner';
import { assertHelmVersion } from './helmVersion';
import type { HelmHome, HelmHomes } from './homes';
import { limitConcurrency } from './limitConcurrency';
import { processStartTime } from './processIdentity';

/**
 * Waits for one line, then becomes Helm: same process id, nothing of ours left
 * in between. The arguments are the shell's positional parameters and never
 * parsed. So the process is on record before it can change anything, whatever
 * the command, and ends by itself when the backend dies first. What Helm writes
 * is for nobody else to read.
 */
const GATE = 'umask 077; IFS= read -r word && [ "$word" = go ] || exit 70';
/** Output into files: a pipe would break, and Helm with it, when we die. */
const ACTING_GATE = `${GATE}; exec >"$1" 2>"$2"; shift 2; exec "$0" "$@"`;
/** A ceiling on memory, for charts that nobody has looked at yet. */
const RENDER_GATE = `ulimit -v 4194304; ${GATE}; exec "$0" "$@"`;

/** From the review of a plan to its run, mostly. */
const RENDERED_MS = 10 * 60_000;
/** Previews that many people ask for at once must not take the machine. */
const RENDERS_AT_ONCE = 4;
const ACTING_OUTPUT_BYTES = 4 * 1024 * 1024;

/** Limits of one `helm template`. */
export interface RenderLimits {
  milliseconds: number;
  bytes: number;
}

/** Options of {@link createHelmRunner}. */
export interface HelmRunnerOptions {
  binaries: HelmConfig['binaries'];
  homes: HelmHomes;
  environment: Readonly<Record<string, string | undefined>>;
  renderLimits?: RenderLimits;
  /** Between looks at an acting Helm's output. */
  pollMilliseconds?: number;
}

/** The adapter around execa, and its only importer. */
export function createHelmRunner(options: HelmRunnerOptions): HelmRunner {
  const { homes, environment, pollMilliseconds = 200 } = options;
  const limits = options.renderLimits ?? {
    milliseconds: 30_000,
    bytes: 20 * 1024 * 1024,
  };
  const rendered = new LRUCache<string, HelmResult>({
    max: 50,
    maxSize: 16 * 1024 * 1024,
    sizeCalculation: ({ stdout }) => stdout.length + 1,
    ttl: RENDERED_MS,
  });
  const limited = limitConcurrency(RENDERS_AT_ONCE);
  const versions = new Map<3 | 4, Promise<string>>();
  const binary = (major: 3 | 4) => options.binaries[major] ?? 'helm';

  async function inHome<T>(run: (home: HelmHome) => Promise<T>): Promise<T> {
    const home = await homes.create();
    try {
      return await run(home);
    } finally {
      await home.remove();
    }
  }

  async function capture(
    major: 3 | 4,
    argv: string[],
    input: string,
    signal?: AbortSignal,
  ) {
    const { execa } = await import('execa');
    return inHome(home =>
      execa('/bin/sh', ['-c', RENDER_GATE, binary(major), ...argv], {
        cwd: home.cwd,
        env: childEnvironment(environment, home.path),
        extendEnv: false,
        input: `go\n${input}`,
        reject: false,
        // A render changes nothing: it may be killed.
        timeout: limits.milliseconds,
        killSignal: 'SIGKILL',
        maxBuffer: limits.bytes,
        cancelSignal: signal,
        stripFinalNewline: false,
      }),
    );
  }

  async function readVersion(major: 3 | 4): Promise<string> {
    const result = await capture(
      major,
      ['version', '--template={{.Version}}'],
      '',
    );
    if (result.failed) {
      const field = `helm.binaries.helm${major}`;
      throw new HelmError(
        {
          code: 'HELM_MISSING',
          field,
          message: `The Helm ${major} binary ${binary(major)} does not run.`,
          wayOut: `Install Helm ${major} and set ${field} to its absolute path.`,
        },
        { status: 503, cause: result.cause as Error | undefined },
      );
    }
    return assertHelmVersion(result.stdout, major);
  }

  return {
    version(major) {
      const known = versions.get(major) ?? readVersion(major);
      versions.set(major, known);
      known.catch(() => versions.delete(major));
      return known;
    },

    async render(major, argv, { values, signal, fresh = false }) {
      await this.version(major);
      const key = createHash('sha256')
        .update(JSON.stringify([major, argv, values]))
        .digest('hex');
      const known = fresh ? undefined : rendered.get(key);
      if (known) {
        return known;
      }
      const result = await limited(() => capture(major, argv, values, signal));
      if (result.timedOut || result.isMaxBuffer) {
        throw new HelmError({
          code: 'RENDER_TOO_LARGE',
          field: 'chart',
          message: result.timedOut
            ? `Rendering the chart took longer than ${
                limits.milliseconds / 1000
              } s.`
            : `The chart renders to more than ${
                limits.bytes / 1024 / 1024
              } MiB.`,
          wayOut: 'Split the chart, or render less.',
        });
      }
      if (result.isCanceled) {
        throw new HelmError({
          code: 'INTERRUPTED',
          message: 'Rendering was given up before it ended.',
        });
      }
      const { exitCode, stdout, stderr } = result;
      if (exitCode === 0) {
        rendered.set(key, { exitCode, stdout, stderr });
      }
      return { exitCode, stdout, stderr };
    },

    async act(major, argv, { kubeconfig, values = '', onLine }) {
      await this.version(major);
      const { execa } = await import('execa');
      const home = await homes.create();
      const outPath = join(home.path, 'stdout');
      const errPath = join(home.path, 'stderr');
      const file = await home.writeKubeconfig(kubeconfig);
      for (const path of [outPath, errPath]) {
        await writeFile(path, '', { mode: 0o600, flag: 'wx' });
      }
      const gate = ['-c', ACTING_GATE, binary(major), outPath, errPath];
      const child = execa('/bin/sh', [...gate, ...argv], {
        cwd: home.cwd,
        env: childEnvironment(environment, home.path, file),
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
        await home.remove();
        throw new HelmError(
          {
            code: 'HELM_MISSING',
            field: `helm.binaries.helm${major}`,
            message: 'Helm could not be started on this machine.',
          },
          { status: 503 },
        );
      }
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
    },

    removeLeftovers: () => homes.removeLeftovers(),
  };
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
