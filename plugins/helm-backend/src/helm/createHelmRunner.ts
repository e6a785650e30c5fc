import { createHash } from 'crypto';
import { HelmError } from '@backstage-helm/plugin-helm-common';
import { LRUCache } from 'lru-cache';
import type { HelmConfig } from '../config/HelmConfig';
import { childEnvironment } from './childEnvironment';
import { GATE } from './gate';
import type { HelmProcessListener, HelmResult, HelmRunner } from './HelmRunner';
import { assertHelmVersion } from './helmVersion';
import type { HelmHome, HelmHomes } from './homes';
import { limitConcurrency } from './limitConcurrency';
import { startActing } from './startActing';

/** A ceiling on memory, for charts that nobody has looked at yet. */
const RENDER_GATE = `ulimit -v 4194304; ${GATE}; exec "$0" "$@"`;

/** From the review of a plan to its run, mostly. */
const RENDERED_MS = 10 * 60_000;
/** Previews that many people ask for at once must not take the machine. */
const RENDERS_AT_ONCE = 4;

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
  /** Metrics and traces; never throws. */
  onProcess?: HelmProcessListener;
}

/** The adapter around execa; with {@link startActing} its only importer. */
export function createHelmRunner(options: HelmRunnerOptions): HelmRunner {
  const { homes, environment, pollMilliseconds = 200 } = options;
  const begin = options.onProcess ?? (() => () => {});
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
    return inHome(async home => {
      const end = begin({ command: argv[0], major });
      const result = await execa(
        '/bin/sh',
        ['-c', RENDER_GATE, binary(major), ...argv],
        {
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
        },
      );
      end(result);
      return result;
    });
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

    async act(major, argv, request) {
      await this.version(major);
      const home = await homes.create();
      try {
        const helm = await startActing([binary(major), ...argv], {
          ...request,
          home,
          field: `helm.binaries.helm${major}`,
          environment,
          pollMilliseconds,
        });
        const end = begin({ command: argv[0], major });
        helm.result.then(end, () => end({}));
        return helm;
      } catch (error) {
        // It holds a token.
        await home.remove();
        throw error;
      }
    },

    removeLeftovers: () => homes.removeLeftovers(),
  };
}
