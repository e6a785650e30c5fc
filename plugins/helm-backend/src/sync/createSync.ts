import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  stringifyReleaseRef,
  type HelmProblem,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { readClock, type Database } from '../database/Database';
import { knowReleases, ownDeclaration } from '../releases/knowReleases';
import type {
  KnownRelease,
  ReleaseKnowledge,
} from '../releases/ReleaseKnowledge';
import type { StateOptions } from '../releases/releaseState';
import { decideSync, type SyncDecision } from './decideSync';
import { gatherFacts, type SyncSubject } from './gatherFacts';
import { isPending } from './ownWork';
import { applyBrake } from './applyBrake';
import type { CatalogOperations } from './catalogOperations';
import type { StartSync, StartUninstall } from './createStart';
import { NOTHING_THERE } from './decideOrphan';
import { orphansOf, type OrphanNow } from './orphans';
import { inTurn } from './inTurn';
import type { SyncFacts } from './SyncFacts';
import type { HeldChange } from './syncHolds';
import type { TellSyncNews } from './SyncNews';
import {
  recordApplied,
  recordLocation,
  recordWaiting,
  want,
  wantNothing,
} from './syncRows';

export interface SyncOptions extends Omit<StateOptions, 'store'> {
  environments: EnvironmentConfig[];
  database: Database;
  knowledge: ReleaseKnowledge;
  operations: Pick<CatalogOperations, 'withdraw'>;
  start: StartSync;
  startUninstall: StartUninstall;
  tell: TellSyncNews;
  logger: LoggerService;
  /** Something of this release changed on screens. */
  announce: (ref: ReleaseRef) => void;
}

/** Everything that a round looks at. */
interface Picture {
  all: KnownRelease[];
  subjects: ReadonlyMap<string, SyncSubject>;
}

/** A target in a round. */
export interface SyncTargetNow extends SyncSubject {
  facts: SyncFacts;
  decision: SyncDecision;
}

/** Carries out what the declarations ask for; any replica may, at any time. */
export interface Sync {
  /**
   * Looks at every automatic environment once.
   *
   * @returns epoch milliseconds (of the database) of what is due next by itself
   */
  round(): Promise<{ now: number; dueAt?: number }>;
}

export function createSync(options: SyncOptions): Sync {
  const { database, knowledge, logger } = options;
  const environments = options.environments.filter(
    ({ sync }) => sync.mode === 'automatic',
  );

  async function targetsOf(
    environment: EnvironmentConfig,
    subjects: ReadonlyMap<string, SyncSubject>,
    now: number,
  ): Promise<SyncTargetNow[]> {
    const here = [...subjects.values()].filter(
      ({ declaration }) => declaration.environment === environment.name,
    );
    return Promise.all(
      here.map(async subject => {
        const facts = await gatherFacts(
          subject,
          environment,
          now,
          ref => subjects.get(stringifyReleaseRef(ref)),
          { ...options, store: knowledge.store },
        );
        return { ...subject, facts, decision: decideSync(facts) };
      }),
    );
  }

  async function note(target: SyncTargetNow): Promise<void> {
    const { declaration, decision, facts } = target;
    const { row } = facts;
    const { ref: release } = target.known;
    const { environment, entityRef, digest } = declaration;
    const location = declaration.sources[0]?.url;
    const rowOf = { release, environment, entityRef, location };
    switch (decision.step) {
      case 'record':
        await recordApplied(database, rowOf, digest);
        break;
      case 'locate':
        await recordLocation(database, release, location ?? '');
        return;
      case 'want':
        await want(database, rowOf, digest, row?.generation ?? 0);
        break;
      case 'forget':
        await wantNothing(database, row!);
        break;
      case 'withdraw':
        await options.operations.withdraw(
          facts.activeOperation!.id,
          decision.status.detail ?? 'What is declared is applied already.',
        );
        break;
      default:
        return;
    }
    options.announce(release);
  }

  /** A release whose entity is gone. */
  async function noteOrphan(
    { known, decision }: OrphanNow,
    { name: environment }: EnvironmentConfig,
  ): Promise<void> {
    const { ref: release, binding, sync: row } = known;
    if (decision.step === 'withdraw') {
      await options.operations.withdraw(
        known.activeOperation!.id,
        'Its entity declares it no more.',
      );
    } else if (decision.step === 'want') {
      const target = { release, environment, entityRef: binding?.entityRef };
      await want(database, target, NOTHING_THERE, row?.generation ?? 0);
    } else {
      return;
    }
    options.announce(release);
  }

  async function roundOf(
    environment: EnvironmentConfig,
    { all, subjects }: Picture,
    now: number,
  ): Promise<{ decision: { dueAt?: number } }[]> {
    const targets = await targetsOf(environment, subjects, now);
    const orphans = orphansOf(all, environment, now, {
      ...options,
      store: knowledge.store,
    });
    for (const target of targets) {
      await note(target);
    }
    for (const orphan of orphans) {
      await noteOrphan(orphan, environment);
    }
    const { brake, news } = await applyBrake(database, environment, [
      ...targets.filter(countsForBrake).map(changeOf),
      ...orphans
        .filter(({ decision }) => decision.wantsToChange)
        .map(({ known }) => goingOf(known)),
    ]);
    if (news) {
      options.tell(news);
    }
    for (const target of targets) {
      const isHeld =
        target.decision.step === 'start' && !brake.mayStart(changeOf(target));
      if (
        isHeld &&
        target.facts.row &&
        target.facts.row.waitsFor?.code !== 'SYNC_HELD'
      ) {
        await recordWaiting(database, target.facts.row, heldBy(environment), 0);
        options.announce(target.known.ref);
      }
    }
    const free = targets.filter(
      target =>
        target.decision.step !== 'start' || brake.mayStart(changeOf(target)),
    );
    for (const target of inTurn(free, environment.sync)) {
      await options.start({
        ...target,
        environment,
        row: target.facts.row!,
        replaces: isPending(target.facts)
          ? target.facts.activeOperation!.id
          : undefined,
      });
      options.announce(target.known.ref);
    }
    for (const { known, decision } of orphans) {
      if (decision.step === 'start' && brake.mayStart(goingOf(known))) {
        await options.startUninstall({
          known,
          environment,
          row: known.sync!,
          wanted: NOTHING_THERE,
        });
        options.announce(known.ref);
      }
    }
    return [...targets, ...orphans];
  }

  return {
    async round() {
      const now = await readClock(database);
      if (!environments.length) {
        return { now };
      }
      const all = await knowReleases(knowledge);
      const picture = { all, subjects: subjectsOf(all) };
      const due: number[] = [];
      for (const environment of environments) {
        try {
          const targets = await roundOf(environment, picture, now);
          due.push(...targets.flatMap(({ decision }) => decision.dueAt ?? []));
        } catch (error) {
          logger.warn(
            `Automatic sync of ${environment.name} could not go on`,
            error as Error,
          );
        }
      }
      return { now, dueAt: due.length ? Math.min(...due) : undefined };
    },
  };
}

/** What waits for approval was let by the brake before, and people look at it. */
function countsForBrake({ decision, facts }: SyncTargetNow): boolean {
  return (
    decision.wantsToChange &&
    facts.activeOperation?.status !== 'awaiting-approval'
  );
}

function changeOf({ known, declaration }: SyncTargetNow): HeldChange {
  return { release: known.ref, digest: declaration.digest };
}

function heldBy({ name, sync }: EnvironmentConfig): HelmProblem {
  return {
    code: 'SYNC_HELD',
    message: `More than ${sync.maxChanges} releases of ${name} are to change at once.`,
    wayOut: 'Somebody has to review them and let them go on.',
  };
}

function goingOf({ ref }: KnownRelease): HeldChange {
  return { release: ref, digest: NOTHING_THERE };
}

function subjectsOf(all: KnownRelease[]): Map<string, SyncSubject> {
  return new Map(
    all.flatMap(known => {
      const declaration = ownDeclaration(known);
      return declaration
        ? [[stringifyReleaseRef(known.ref), { known, declaration }]]
        : [];
    }),
  );
}
