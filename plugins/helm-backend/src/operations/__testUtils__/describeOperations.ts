import type { Knex } from 'knex';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import { emptyAudit } from '../../audit/__testUtils__/emptyAudit';
import {
  dialects,
  openDatabases,
} from '../../database/__testUtils__/openDatabases';
import { aPlan, aRelease } from './aPlan';
import { createReplica, type Replica } from './createReplica';
import { ended } from './until';

/** What a test of the write path is given: fresh for each, on a real database. */
export interface OperationsSetup {
  readonly knex: Knex;
  readonly replica: Replica;
  /** A further replica, of other making. */
  another(options?: Parameters<typeof createReplica>[1]): Replica;
  /** One with its own connection where the database takes a second one. */
  elsewhere(options?: Parameters<typeof createReplica>[1]): Replica;
  /** A release that the replica has installed; its worker runs. */
  installed(by?: Replica, release?: ReleaseRef): Promise<ReleaseRef>;
}

const TABLES = [
  'helm_operations',
  'helm_operation_events',
  'helm_bindings',
  'helm_overrides',
  'helm_successes',
  'helm_approvals',
  'helm_soaks',
  'helm_sync',
  'helm_sync_holds',
];

/** A suite that runs on every dialect; a worker that is left over is stopped. */
export function describeOperations(
  name: string,
  suite: (setup: OperationsSetup) => void,
): void {
  const databases = openDatabases();
  afterAll(() => databases.close());

  describe.each(dialects)(`${name} on %s`, dialect => {
    const replicas: Replica[] = [];
    let knex: Knex;
    let other: Knex;
    let replica: Replica;

    function another(
      options: Parameters<typeof createReplica>[1] = {},
      connection = knex,
    ) {
      const created = createReplica(connection, options);
      replicas.push(created);
      return created;
    }

    beforeAll(async () => {
      knex = await databases.create(dialect);
      other = dialect === 'PostgreSQL' ? databases.connect(knex) : knex;
    });
    beforeEach(() => {
      replica = another();
    });
    afterEach(async () => {
      await Promise.all(replicas.map(({ worker }) => worker.stop()));
      replicas.length = 0;
      for (const table of TABLES) {
        await knex(table).delete();
      }
      await emptyAudit(knex);
    });

    suite({
      get knex() {
        return knex;
      },
      get replica() {
        return replica;
      },
      another: options => another(options),
      elsewhere: options => another(options, other),
      async installed(by = replica, release = aRelease()) {
        by.worker.start();
        const { id } = await by.run(aPlan({ release }));
        const { status } = await ended(by, id);
        if (status !== 'succeeded') {
          throw new Error(`The install that a test begins with is ${status}`);
        }
        return release;
      },
    });
  });
}

/** A promise that the test settles. */
export function gate(): { open: () => void; passed: Promise<void> } {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { open, passed };
}
