import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Database } from '../database/Database';
import type { CatalogOperations } from './catalogOperations';
import { NOTHING_THERE } from './decideOrphan';
import type { OrphanNow } from './orphans';
import { recordApplied, recordLocation, want, wantNothing } from './syncRows';
import type { SyncTargetNow } from './targetsOf';

export interface NoteOptions {
  database: Database;
  operations: Pick<CatalogOperations, 'withdraw'>;
  /** Something of this release changed on screens. */
  announce: (ref: ReleaseRef) => void;
}

/** Writes down what was decided of a target, short of asking for an operation. */
export async function noteTarget(
  { database, operations, announce }: NoteOptions,
  target: SyncTargetNow,
): Promise<void> {
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
      await operations.withdraw(
        facts.activeOperation!.id,
        decision.status.detail ?? 'What is declared is applied already.',
      );
      break;
    default:
      return;
  }
  announce(release);
}

/** The same of a release whose entity is gone. */
export async function noteOrphan(
  { database, operations, announce }: NoteOptions,
  { known, decision }: OrphanNow,
  { name: environment }: EnvironmentConfig,
): Promise<void> {
  const { ref: release, binding, sync: row } = known;
  if (decision.step === 'withdraw') {
    await operations.withdraw(
      known.activeOperation!.id,
      'Its entity declares it no more.',
    );
  } else if (decision.step === 'want') {
    const target = { release, environment, entityRef: binding?.entityRef };
    await want(database, target, NOTHING_THERE, row?.generation ?? 0);
  } else {
    return;
  }
  announce(release);
}
