import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import knexFactory from 'knex';
import { openDatabases } from '../../database/__testUtils__/openDatabases';
import { Actor, USERS } from './Actor';
import type { ControlPlane } from './apiServer';
import { collectEvidence, type Clusters } from './collectEvidence';
import { Faults, writeTeam } from './faults';
import { judge } from './judge';
import { deployEverywhere } from './lastDeploys';
import { Random } from './Random';
import { Replica } from './Replica';
import { Report } from './Report';
import { Timeline } from './Timeline';
import {
  components,
  declarationsOf,
  pause,
  targetsOf,
  type World,
} from './world';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string' },
    report: { type: 'string', default: 'chaos-report' },
  },
});

/** In the proportions of the product's, so that more can go wrong in a minute. */
const TIMES = {
  leaseMs: 10_000,
  renewMs: 3_000,
  sweepMs: 1_000,
  recheckMs: 1_500,
};
const ENTITIES = 5;
/** More than there are slots: some of it waits, and rights change meanwhile. */
const ACTORS = 14;
/** The end of the run belongs to settling. */
const SETTLING_MS = 30_000;
/** Deadline and grace of what was started last. */
const SETTLE_LIMIT_MS = 200_000;
/** Twice that, and the last deploys: a run that hangs is a failed one. */
const HANG_MS = 720_000;

async function main(): Promise<boolean> {
  const seed = Number(flags.seed ?? Math.floor(Math.random() * 2 ** 31));
  const folder = resolve(flags.report);
  await mkdir(folder, { recursive: true });
  const report = new Report({ seed, folder, minutes: Number(flags.minutes) });
  const clusters: Clusters & { clusters: ControlPlane[] } = JSON.parse(
    await readFile(String(process.env.HELM_TEST_STATE), 'utf8'),
  );
  const random = new Random(seed);
  const work = await mkdtemp(join(tmpdir(), 'helm-chaos-'));
  const timeline = new Timeline(join(folder, 'timeline.txt'));
  const databases = openDatabases();
  const migrated = await databases.create('PostgreSQL');
  const database = databases.address(migrated);
  const knex = knexFactory({
    client: 'pg',
    connection: { ...database, application_name: 'chaos' },
  });
  const teamFile = join(work, 'team.json');
  await writeTeam(teamFile, USERS);

  const names = components(ENTITIES);
  const replicas = await Promise.all(
    ['a', 'b'].map(name =>
      Replica.open(name, {
        database,
        timeline,
        settings: {
          components: declarationsOf(names),
          teamFile,
          isUngoverned: true,
          times: TIMES,
          helm: { concurrency: 3, drain: '5s' },
          logFile: join(folder, `replica-${name}.log`),
        },
      }),
    ),
  );
  const stopping = new AbortController();
  const world: World = {
    targets: targetsOf(names),
    replicas,
    timeline,
    submissions: [],
    badEvents: [],
    stopping: stopping.signal,
  };
  try {
    await Promise.all(replicas.map(replica => replica.start()));
    const faults = new Faults(world, random.branch(), {
      knex,
      teamFile,
      clusters: clusters.clusters,
      restarts: Math.max(1, Math.round(Number(flags.minutes) / 2)),
    });
    const actors = Array.from(
      { length: ACTORS },
      (_, index) => new Actor(`actor-${index}`, world, random.branch()),
    );
    const load = Promise.all([
      faults.run(),
      ...actors.map(actor => actor.act()),
    ]);
    await pause(Math.max(20_000, Number(flags.minutes) * 60_000 - SETTLING_MS));
    timeline.note('RUN', 'no more load, no more faults');
    stopping.abort();
    await load;
    await settled();
    report.told(faults, world);
    const evidence = await collectEvidence(world, { knex, clusters });
    const unusable = await deployEverywhere(world, random.branch());
    await settled();
    const after = await collectEvidence(world, { knex, clusters });
    return report.finish(
      judge({ world, faults, evidence, after, unusable }),
      after,
    );
  } finally {
    stopping.abort();
    await Promise.all(replicas.map(replica => replica.close()));
    await timeline.close();
    await knex.destroy();
    await databases.close();
    await rm(work, { recursive: true, force: true });
  }

  /** Until nothing is live any more, or the limit. */
  async function settled(): Promise<void> {
    const until = Date.now() + SETTLE_LIMIT_MS;
    while (Date.now() < until) {
      const [{ count }] = await knex('helm_operations')
        .whereIn('status', ['queued', 'running', 'handed-over'])
        .orWhere('awaits_follow_up', true)
        .count();
      if (Number(count) === 0) {
        timeline.note('RUN', 'everything has ended');
        return;
      }
      await pause(500);
    }
    timeline.note('RUN', 'not everything has ended in time');
  }
}

setTimeout(() => {
  process.stdout.write('The run hangs.\ntests: 0 passed, 1 failed\n');
  process.exit(1);
}, Number(flags.minutes) * 60_000 + HANG_MS).unref();
process.once('SIGTERM', () => process.exit(143));

main().then(
  isGreen => process.exit(isGreen ? 0 : 1),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
