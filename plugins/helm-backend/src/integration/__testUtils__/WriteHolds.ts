import type { Knex } from 'knex';
import { until } from './startPortal';

/** Writes of an operation's worker that can be held. */
export type HeldWrite =
  /** It was claimed; host and deadline are about to be written. */
  | 'start'
  /** Helm waits at its gate; the intent is about to be written. */
  | 'intent'
  /** Helm has ended; the outcome is about to be written. */
  | 'end'
  /** The outcome is written; the transaction is about to be committed. */
  | 'commit';

const ENDS = `OLD.status = 'running' AND NEW.status NOT IN ('queued', 'running', 'handed-over')`;

const SETUP = `
  CREATE TABLE test_holds (reason text, write text, id serial);
  CREATE FUNCTION test_hold() RETURNS trigger AS $$
  DECLARE held int;
  BEGIN
    SELECT id INTO held FROM test_holds
      WHERE reason = NEW.reason AND write = TG_ARGV[0];
    IF held IS NOT NULL THEN
      PERFORM pg_advisory_xact_lock_shared(held);
    END IF;
    RETURN NEW;
  END $$ LANGUAGE plpgsql;
  CREATE TRIGGER test_hold_start BEFORE UPDATE ON helm_operations FOR EACH ROW
    WHEN (OLD.expected_revision IS NULL AND NEW.expected_revision IS NOT NULL)
    EXECUTE FUNCTION test_hold('start');
  CREATE TRIGGER test_hold_intent BEFORE UPDATE ON helm_operations FOR EACH ROW
    WHEN (OLD.intent_at IS NULL AND NEW.intent_at IS NOT NULL)
    EXECUTE FUNCTION test_hold('intent');
  CREATE TRIGGER test_hold_end BEFORE UPDATE ON helm_operations FOR EACH ROW
    WHEN (${ENDS}) EXECUTE FUNCTION test_hold('end');
  CREATE CONSTRAINT TRIGGER test_hold_commit AFTER UPDATE ON helm_operations
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (${ENDS}) EXECUTE FUNCTION test_hold('commit');
`;

interface Hold {
  /** Resolves when a worker waits at it. */
  reached(): Promise<void>;
  /** Lets the write through. */
  release(): Promise<void>;
  /** Takes the write's session away: it never happens. */
  lose(): Promise<void>;
}

/**
 * Holds single writes of workers inside PostgreSQL, so that a test can kill
 * the worker at that very moment and say whether the write arrived.
 */
export class WriteHolds {
  readonly #knex: Knex;

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  static async prepare(knex: Knex): Promise<WriteHolds> {
    await knex.raw(SETUP);
    return new WriteHolds(knex);
  }

  /** Holds that write of the operation with this reason. */
  async hold(reason: string, write: HeldWrite): Promise<Hold> {
    const knex = this.#knex;
    const [{ id }] = await knex('test_holds')
      .insert({ reason, write })
      .returning('id');
    // Its session keeps the lock until the hold is over.
    const tx = await knex.transaction();
    await tx.raw('SELECT pg_advisory_xact_lock(?)', [id]);
    const waiting = async (): Promise<number[]> =>
      knex('pg_locks')
        .where({ locktype: 'advisory', objid: id, granted: false })
        .pluck('pid');
    const open = async () => {
      await knex('test_holds').where({ id }).delete();
      await tx.commit();
    };
    return {
      async reached() {
        await until(waiting, ({ length }) => length === 1, 60);
      },
      release: open,
      async lose() {
        for (const pid of await waiting()) {
          await knex.raw('SELECT pg_terminate_backend(?)', [pid]);
        }
        await until(waiting, ({ length }) => length === 0);
        await open();
      },
    };
  }
}
