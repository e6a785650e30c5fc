import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { ownDeclaration } from '../releases/knowReleases';
import type { KnownRelease } from '../releases/ReleaseKnowledge';
import type { StateOptions } from '../releases/releaseState';
import { decideSync, type SyncDecision } from './decideSync';
import { gatherFacts, type SyncSubject } from './gatherFacts';
import type { SyncFacts } from './SyncFacts';

/** A target in a round. */
export interface SyncTargetNow extends SyncSubject {
  facts: SyncFacts;
  decision: SyncDecision;
}

/** Releases that an entity declares, by their names. */
export type Subjects = ReadonlyMap<string, SyncSubject>;

export function subjectsOf(all: KnownRelease[]): Subjects {
  return new Map(
    all.flatMap(known => {
      const declaration = ownDeclaration(known);
      return declaration
        ? [[stringifyReleaseRef(known.ref), { known, declaration }]]
        : [];
    }),
  );
}

/** Declared releases of an environment, each with what is made of it now. */
export async function targetsOf(
  environment: EnvironmentConfig,
  subjects: Subjects,
  now: number,
  options: StateOptions,
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
        options,
      );
      return { ...subject, facts, decision: decideSync(facts) };
    }),
  );
}
