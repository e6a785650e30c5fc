import {
  stringifyReleaseRef,
  type Operation,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import type { OperationLookup, SuccessLookup } from './ReleaseKnowledge';

export interface RevisionRecordsOptions {
  operations: Pick<OperationLookup, 'ofRelease' | 'makersOf'>;
  successes: SuccessLookup;
}

/** Who and why of revisions, by the portal's own record (DESIGN §6). */
export class RevisionRecords {
  readonly #options: RevisionRecordsOptions;

  constructor(options: RevisionRecordsOptions) {
    this.#options = options;
  }

  /** The revisions with who made them and whether they became ready. */
  async describe(ref: ReleaseRef, revisions: Revision[]): Promise<Revision[]> {
    const [operations, successes] = await Promise.all([
      this.#options.operations.ofRelease(ref),
      this.#options.successes.list(ref),
    ]);
    return revisions.map(revision => {
      const isGood = successes.some(
        success =>
          success.revision === revision.revision &&
          isSameLife(success.deployedAt, revision),
      );
      return {
        ...withMaker(revision, operations),
        succeeded: isGood || undefined,
      };
    });
  }

  /** Who made the revisions and why, one of each release, in one look. */
  async attribute<T extends { release: ReleaseRef; deployed?: Revision }>(
    rows: T[],
  ): Promise<T[]> {
    const makers = await this.#options.operations.makersOf(
      rows.flatMap(({ release, deployed }) =>
        deployed ? { ...deployed, release } : [],
      ),
    );
    const byRelease = new Map<string, typeof makers>();
    for (const maker of makers) {
      const known = byRelease.get(maker.releaseKey) ?? [];
      byRelease.set(maker.releaseKey, [...known, maker]);
    }
    return rows.map(row => {
      const made = byRelease.get(stringifyReleaseRef(row.release)) ?? [];
      return {
        ...row,
        deployed: row.deployed && withMaker(row.deployed, made),
      };
    });
  }

  /** Newest revision that was good, when it is not the newest one. */
  async lastGood(
    ref: ReleaseRef,
    newest: number | undefined,
  ): Promise<number | undefined> {
    const successes = await this.#options.successes.list(ref);
    const good = Math.max(
      0,
      ...successes
        .map(success => success.revision)
        .filter(revision => newest !== undefined && revision <= newest),
    );
    return good > 0 && good !== newest ? good : undefined;
  }
}

type Made = Pick<
  Operation,
  'id' | 'requestedBy' | 'reason' | 'startedAt' | 'revisionAfter'
>;

function withMaker(revision: Revision, operations: Made[]): Revision {
  const operation = operationOf(revision, operations);
  return {
    ...revision,
    operationId: operation?.id ?? revision.operationId,
    by: operation?.requestedBy,
    reason: operation?.reason,
  };
}

function operationOf(revision: Revision, operations: Made[]): Made | undefined {
  return operations.find(operation =>
    revision.operationId
      ? operation.id === revision.operationId
      : // A rollback copies old labels; until ours is set, time and number tell.
        operation.revisionAfter === revision.revision &&
        operation.startedAt !== undefined &&
        Date.parse(operation.startedAt) <= Date.parse(revision.updatedAt),
  );
}

/** Numbers start again when a release is installed anew; its time tells. */
function isSameLife(
  deployedAt: string | undefined,
  revision: Revision,
): boolean {
  return (
    deployedAt === undefined ||
    Date.parse(deployedAt) === Date.parse(revision.updatedAt)
  );
}
