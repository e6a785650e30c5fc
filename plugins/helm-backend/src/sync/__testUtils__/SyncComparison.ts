import assert from 'node:assert/strict';
import {
  isTerminal,
  SYSTEM_CATALOG,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { createDatabase } from '../../database/Database';
import { getClaimed } from '../../database/operations/getOperation';
import type { OperationRow } from '../../database/OperationRow';
import { aPlan } from '../../operations/__testUtils__/aPlan';
import { dana } from '../../operations/__testUtils__/createReplica';
import type { OperationsSetup } from '../../operations/__testUtils__/describeOperations';
import { until } from '../../operations/__testUtils__/until';
import { TRUSTED } from './aDeclaration';
import { ifPossible, isLive, operationsOf } from './operationsOf';
import type { SyncAction } from './syncAction';
import type { SyncWorld } from './syncWorld';
import { ATTEMPTS, twoReplicas } from './twoReplicas';

/** Lets things happen to a release that two replicas follow, and holds them to the law. */
export class SyncComparison {
  readonly #setup: OperationsSetup;
  readonly #release: ReleaseRef;
  readonly #one: SyncWorld;
  readonly #other: SyncWorld;
  /** Asked for before a new beginning; what still ran then may fail later. */
  #forgiven = new Set<string>();
  #isFailing = false;

  private constructor(
    setup: OperationsSetup,
    release: ReleaseRef,
    worlds: [SyncWorld, SyncWorld],
  ) {
    this.#setup = setup;
    this.#release = release;
    [this.#one, this.#other] = worlds;
  }

  /** A release that people installed, declared as A. */
  static async create(
    setup: OperationsSetup,
    needsApproval: boolean,
  ): Promise<SyncComparison> {
    const { release, one, other } = await twoReplicas(setup, needsApproval);
    const created = new SyncComparison(setup, release, [one, other]);
    const { engine } = one.replica;
    engine.script = run =>
      created.#isFailing && run.operation.kind === 'upgrade'
        ? engine.fail(run)
        : engine.succeed(run);
    one.replica.worker.start();
    other.replica.worker.start();
    return created;
  }

  async stop(): Promise<void> {
    await this.#one.replica.worker.stop();
    await this.#other.replica.worker.stop();
  }

  async apply(action: SyncAction): Promise<void> {
    const [declared] = this.#one.declared;
    const { service, replica } = this.#one;
    switch (action.type) {
      case 'declare':
        declared.digest = action.digest;
        await this.#forgive();
        break;
      case 'spoil':
        declared.problems = [{ code: 'INPUT_INVALID', message: 'Broken' }];
        break;
      case 'mend':
        declared.problems = [];
        break;
      case 'distrust':
        declared.sources = [{ url: 'https://git.example.com/evil/a.yaml' }];
        break;
      case 'trust':
        declared.sources = [{ url: TRUSTED }];
        break;
      case 'work':
        this.#isFailing = action.outcome === 'fails';
        break;
      case 'round':
        await this.#round(action.by);
        break;
      case 'finish':
        await this.#finish();
        break;
      case 'roll back':
        await this.#byPerson('rollback');
        break;
      case 'deploy':
        await this.#byPerson('upgrade');
        break;
      case 'pause':
        await service.pause(this.#release, {}, dana);
        break;
      case 'resume':
        await service.resume(this.#release, {}, dana);
        await this.#forgive();
        break;
      case 'decide': {
        const live = (await this.#live()).find(
          ({ status }) => status === 'awaiting-approval',
        );
        if (live) {
          await ifPossible(() =>
            action.decision === 'approve'
              ? // Refused of what is not declared any more, until it is replaced.
                ifPossible(() => this.#approve(live))
              : replica.approvals.reject(live.id, { reason: 'no' }, dana),
          );
        }
        break;
      }
      default:
        throw new Error(`No such action: ${action satisfies never}`);
    }
  }

  /** What holds at any moment. */
  async check(): Promise<void> {
    const live = (await this.#live()).filter(
      ({ requestedBy, status }) =>
        requestedBy === SYSTEM_CATALOG && !isTerminal(status),
    );
    assert(live.length <= 1, 'one operation at a time');
    const row = await this.#one.row(this.#release);
    assert((row?.attempts ?? 0) <= ATTEMPTS, 'as many attempts as may be');
    const failures = await this.#failures();
    assert(failures <= ATTEMPTS, 'as many failures as attempts');
  }

  /** What it comes to when nothing else happens. */
  async settle(): Promise<void> {
    let before = '';
    for (;;) {
      await this.#round('both');
      for (const live of await this.#live()) {
        if (live.status === 'awaiting-approval') {
          await (live.requestedBy === SYSTEM_CATALOG
            ? // Refused of what is not declared any more, until it is replaced.
              ifPossible(() => this.#approve(live))
            : this.#one.replica.service.cancel(live.id, dana));
        }
      }
      await this.#finish();
      await this.check();
      const now = JSON.stringify([
        await this.#one.row(this.#release),
        (await this.#operations()).map(({ id, status }) => [id, status]),
      ]);
      if (now === before) {
        break;
      }
      before = now;
    }
    await this.#checkEnd();
  }

  /** The declaration that stands is applied, or it is said why not. */
  async #checkEnd(): Promise<void> {
    const { problems, sources, digest } = this.#one.declared[0];
    const row = await this.#one.row(this.#release);
    assert.deepEqual(await this.#live(), [], 'nothing is left waiting');
    if (sources[0].url !== TRUSTED || row?.pause) {
      return;
    }
    if (row?.appliedDigest === digest) {
      const made = (await this.#operations()).findLast(
        ({ kind, status }) => kind !== 'install' && status === 'succeeded',
      );
      const claimed = await getClaimed(this.#database, made?.id ?? '');
      assert.equal(claimed?.work.declarationDigest, digest);
      return;
    }
    if (problems.length) {
      return;
    }
    assert.equal(row?.wantedDigest, digest);
    assert(row?.stoppedAt !== undefined, 'applied, or stopped');
    assert(row?.failure, 'stopped with a reason');
  }

  /** A paused target is asked nothing of. */
  async #round(by: 'one' | 'other' | 'both'): Promise<void> {
    const isPaused = Boolean((await this.#one.row(this.#release))?.pause);
    const before = await this.#one.asked(this.#release);
    await Promise.all([
      by !== 'other' && this.#one.sync.round(),
      by !== 'one' && this.#other.sync.round(),
    ]);
    if (isPaused) {
      const after = await this.#one.asked(this.#release);
      assert.equal(after.length, before.length, 'nothing while paused');
    }
  }

  /** Whatever may run has run. */
  async #finish(): Promise<void> {
    await until(async () =>
      (
        await this.#live()
      ).every(({ status }) => status === 'awaiting-approval'),
    );
  }

  async #approve({ id }: OperationRow): Promise<void> {
    const { approvals, service } = this.#one.replica;
    const { approval } = await service.get(id, dana);
    await approvals.approve(
      id,
      { planDigest: approval!.planDigest, breakGlass: false },
      dana,
    );
  }

  /** As a person asks for it, where nothing stands in the way. */
  async #byPerson(kind: 'rollback' | 'upgrade'): Promise<void> {
    const { replica, declared } = this.#one;
    const release = this.#release;
    const work =
      kind === 'rollback'
        ? { toRevision: 1 }
        : { declarationDigest: declared[0].digest };
    const isLetIn = await ifPossible(() =>
      replica.run(
        aPlan(
          { kind, release, ...(kind === 'rollback' && { toRevision: 1 }) },
          work,
        ),
      ),
    );
    if (isLetIn) {
      await this.#forgive();
    }
  }

  async #forgive(): Promise<void> {
    const asked = await this.#one.asked(this.#release);
    this.#forgiven = new Set(asked.map(({ id }) => id));
  }

  async #failures(): Promise<number> {
    return (await this.#one.asked(this.#release)).filter(
      ({ id, status }) =>
        !this.#forgiven.has(id) && ['failed', 'rolled-back'].includes(status),
    ).length;
  }

  get #database() {
    return createDatabase(this.#setup.knex);
  }

  #operations(): Promise<OperationRow[]> {
    return operationsOf(this.#database, this.#release);
  }

  async #live(): Promise<OperationRow[]> {
    return (await this.#operations()).filter(isLive);
  }
}
