import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationEvidence, ReleaseEvidence } from './evidence';
import type { Faults } from './faults';
import type { Verdict } from './judge';
import type { World } from './world';

/** What the run tells: seed first, then checks, and all that is known of what failed. */
export class Report {
  readonly #seed: number;
  readonly #folder: string;

  constructor(options: { seed: number; folder: string; minutes: number }) {
    this.#seed = options.seed;
    this.#folder = options.folder;
    print(
      `Chaos of ${options.minutes} minutes, seed ${
        options.seed
      }; what happens: ${join(options.folder, 'timeline.txt')}`,
    );
  }

  /** How much was done and broken. */
  told(faults: Pick<Faults, 'counts'>, world: World): void {
    const counts = [...faults.counts].map(
      ([name, count]) => `${name} ${count}×`,
    );
    print(`Faults: ${counts.join(', ') || 'none'}`);
    const admitted = world.submissions.filter(
      ({ operations }) => operations.size,
    );
    print(
      `Requests: ${world.submissions.length}, admitted: ${admitted.length}`,
    );
  }

  /** Prints the verdicts and the counts; whether all passed. */
  finish(verdicts: Verdict[], releases: ReleaseEvidence[]): boolean {
    const endings = new Map<string, number>();
    for (const { status } of releases.flatMap(each => each.operations)) {
      endings.set(status, (endings.get(status) ?? 0) + 1);
    }
    print(
      `Operations: ${[...endings]
        .map(([status, count]) => `${count} ${status}`)
        .join(', ')}`,
    );
    for (const { name, violations } of verdicts) {
      print(`${violations.length ? '✗' : '✓'} ${name}`);
      for (const { release, what } of violations) {
        print(`    ${release ? `${release}: ` : ''}${what}`);
      }
    }
    const failed = verdicts.filter(({ violations }) => violations.length);
    if (failed.length) {
      this.#explain(failed, releases);
    }
    writeFileSync(
      join(this.#folder, 'evidence.json'),
      JSON.stringify(releases, null, 1),
    );
    const passed = verdicts.length - failed.length;
    print(`tests: ${passed} passed, ${failed.length} failed`);
    return failed.length === 0;
  }

  #explain(failed: Verdict[], releases: ReleaseEvidence[]): void {
    const text = JSON.stringify(failed);
    for (const release of releases) {
      const named = release.operations.filter(({ id }) => text.includes(id));
      if (!text.includes(`"${release.key}"`) && !named.length) {
        continue;
      }
      print(`\n${release.key}`);
      print(`  helm history: ${JSON.stringify(release.helmHistory)}`);
      for (const { revision, ...rest } of release.revisions) {
        print(`  revision ${revision}: ${JSON.stringify(rest)}`);
      }
      named.forEach(printOperation);
    }
    print(`\nThe same again: --seed ${this.#seed}`);
  }
}

function printOperation({ events, work, ...row }: OperationEvidence): void {
  print(`  operation ${JSON.stringify(row)}`);
  print(`    work ${JSON.stringify(work)}`);
  for (const { seq, at, type, text } of events) {
    print(`    ${seq} ${new Date(at).toISOString()} ${type} ${text}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
