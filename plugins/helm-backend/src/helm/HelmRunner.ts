import type { ProcessIdentity } from './processIdentity';

/** What a short, read-only Helm command printed. */
export interface HelmResult {
  /** Undefined when a signal ended it. */
  exitCode?: number;
  stdout: string;
  stderr: string;
}

/** What Helm is started for; `command` is the first word: `upgrade`. */
export interface HelmProcess {
  command: string;
  major: 3 | 4;
}

/** Told when a process starts; what it returns is told when it ended. */
export type HelmProcessListener = (
  process: HelmProcess,
) => (end: { exitCode?: number }) => void;

/** A Helm process that can change a cluster, held at the gate until `go`. */
export interface ActingHelm {
  identity: ProcessIdentity;
  /** Lets it begin. Before this it has read nothing and touched nothing. */
  go(): void;
  /** Gives it up before `go`: it ends without having run Helm. */
  abandon(): Promise<void>;
  /** The one polite signal (DESIGN §6, Signals). Nothing here ever kills. */
  terminate(): void;
  /** Resolves when it ended; its home is removed by then. */
  result: Promise<HelmResult>;
}

/** The only way to start Helm. */
export interface HelmRunner {
  /**
   * Finds the binary of this major and checks its version, once.
   *
   * @throws HelmError HELM_MISSING, HELM_VERSION_NOT_ALLOWED
   */
  version(major: 3 | 4): Promise<string>;
  /**
   * Runs a command that has no cluster: `template`. What it prints follows from
   * what it is given (charts are named by their digest), so the same is not
   * rendered again for some minutes; `fresh` does, to find what is random.
   *
   * @throws HelmError RENDER_TOO_LARGE when it passes its limits of time,
   *   output or memory
   */
  render(
    major: 3 | 4,
    argv: string[],
    options: { values: string; signal?: AbortSignal; fresh?: boolean },
  ): Promise<HelmResult>;
  /**
   * Starts a command that acts on a cluster, in its own process group and
   * with its output in files, so that it survives this backend.
   */
  act(
    major: 3 | 4,
    argv: string[],
    options: {
      kubeconfig: string;
      /** YAML for `--values=-`. */
      values?: string;
      onLine: (line: string) => void;
    },
  ): Promise<ActingHelm>;
  /** Clears what a crashed backend left on the disk. */
  removeLeftovers(): Promise<number>;
}
