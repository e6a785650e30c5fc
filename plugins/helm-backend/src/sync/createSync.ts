import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  stringifyReleaseRef,
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
import type { CatalogOperations } from './catalogOperations';
import type { StartSync } from './createStart';
import { inTurn } from './inTurn';
import type { SyncFacts } from './SyncFacts';
import { listSync, recordApplied, want, wantNothing } from './syncRows';

export interface SyncOptions extends Omit<StateOptions, 'store'> {
  environments: EnvironmentConfig[];
  database: Database;
  knowledge: ReleaseKnowledge;
  operations: Pick<CatalogOperations, 'withdraw'>;
  start: StartSync;
  logger: LoggerService;
  /** Something of this release changed on screens. */
  announce: (ref: ReleaseRef) => void;
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
    const { declaration, decision, row, facts } = target;
    const { ref: release } = target.known;
    const { environment, entityRef, digest } = declaration;
    const rowOf = { release, environment, entityRef };
    switch (decision.step) {
      case 'record':
        await recordApplied(database, rowOf, digest);
        break;
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

  async function roundOf(
    environment: EnvironmentConfig,
    subjects: ReadonlyMap<string, SyncSubject>,
    now: number,
  ): Promise<SyncTargetNow[]> {
    const targets = await targetsOf(environment, subjects, now);
    for (const target of targets) {
      await note(target);
    }
    for (const target of inTurn(targets, environment.sync)) {
      await options.start({
        ...target,
        environment,
        row: target.row!,
        replaces: isPending(target.facts)
          ? target.facts.activeOperation!.id
          : undefined,
      });
      options.announce(target.known.ref);
    }
    return targets;
  }

  return {
    async round() {
      const now = await readClock(database);
      if (!environments.length) {
        return { now };
      }
      const subjects = await readSubjects(knowledge, database);
      const due: number[] = [];
      for (const environment of environments) {
        try {
          const targets = await roundOf(environment, subjects, now);
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

async function readSubjects(
  knowledge: ReleaseKnowledge,
  database: Database,
): Promise<Map<string, SyncSubject>> {
  const [known, rows] = await Promise.all([
    knowReleases(knowledge),
    listSync(database),
  ]);
  const byRelease = new Map(
    rows.map(row => [stringifyReleaseRef(row.release), row] as const),
  );
  return new Map(
    known.flatMap(each =>
      subjectOf(each, byRelease.get(stringifyReleaseRef(each.ref))),
    ),
  );
}

function subjectOf(
  known: KnownRelease,
  row: SyncSubject['row'],
): [string, SyncSubject][] {
  const declaration = ownDeclaration(known);
  return declaration
    ? [[stringifyReleaseRef(known.ref), { known, declaration, row }]]
    : [];
}
