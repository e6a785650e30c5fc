import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { readClock } from '../database/Database';
import { knowReleases } from '../releases/knowReleases';
import type {
  KnownRelease,
  ReleaseKnowledge,
} from '../releases/ReleaseKnowledge';
import type { StateOptions } from '../releases/releaseState';
import { applyBrake } from './applyBrake';
import type { BrakeDecision } from './brake';
import type { StartSync, StartUninstall } from './createStart';
import { NOTHING_THERE } from './decideOrphan';
import { changeOf, changesWanted, goingOf, heldBy } from './heldChanges';
import { inTurn } from './inTurn';
import { noteOrphan, noteTarget, type NoteOptions } from './noteDecisions';
import { orphansOf, type OrphanNow } from './orphans';
import { isPending } from './ownWork';
import type { TellSyncNews } from './SyncNews';
import { recordWaiting } from './syncRows';
import {
  subjectsOf,
  targetsOf,
  type Subjects,
  type SyncTargetNow,
} from './targetsOf';

export interface SyncOptions extends Omit<StateOptions, 'store'>, NoteOptions {
  environments: EnvironmentConfig[];
  knowledge: ReleaseKnowledge;
  start: StartSync;
  startUninstall: StartUninstall;
  tell: TellSyncNews;
  logger: LoggerService;
}

/** Everything that a round looks at. */
interface Picture {
  all: KnownRelease[];
  subjects: Subjects;
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
  const { database, knowledge, logger, announce } = options;
  const state = { ...options, store: knowledge.store };
  const environments = options.environments.filter(
    ({ sync }) => sync.mode === 'automatic',
  );

  /** Asks for what may start; the rest is told what it waits for. */
  async function startTargets(
    environment: EnvironmentConfig,
    targets: SyncTargetNow[],
    brake: BrakeDecision,
  ): Promise<void> {
    const isHeld = (target: SyncTargetNow) =>
      target.decision.step === 'start' && !brake.mayStart(changeOf(target));
    for (const { known, facts } of targets.filter(isHeld)) {
      if (facts.row && facts.row.waitsFor?.code !== 'SYNC_HELD') {
        await recordWaiting(database, facts.row, heldBy(environment), 0);
        announce(known.ref);
      }
    }
    const free = targets.filter(target => !isHeld(target));
    for (const target of inTurn(free, environment.sync)) {
      await options.start({
        ...target,
        environment,
        row: target.facts.row!,
        replaces: isPending(target.facts)
          ? target.facts.activeOperation!.id
          : undefined,
      });
      announce(target.known.ref);
    }
  }

  async function startUninstalls(
    environment: EnvironmentConfig,
    orphans: OrphanNow[],
    brake: BrakeDecision,
  ): Promise<void> {
    for (const orphan of orphans) {
      const { known, decision } = orphan;
      if (decision.step === 'start' && brake.mayStart(goingOf(orphan))) {
        await options.startUninstall({
          known,
          environment,
          row: known.sync!,
          wanted: NOTHING_THERE,
        });
        announce(known.ref);
      }
    }
  }

  async function roundOf(
    environment: EnvironmentConfig,
    { all, subjects }: Picture,
    now: number,
  ): Promise<{ decision: { dueAt?: number } }[]> {
    const targets = await targetsOf(environment, subjects, now, state);
    const orphans = orphansOf(all, environment, now, state);
    for (const target of targets) {
      await noteTarget(options, target);
    }
    for (const orphan of orphans) {
      await noteOrphan(options, orphan, environment);
    }
    const wanted = changesWanted(targets, orphans, now);
    const { brake, news } = await applyBrake(database, environment, wanted);
    if (news) {
      options.tell(news);
    }
    await startTargets(environment, targets, brake);
    await startUninstalls(environment, orphans, brake);
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
