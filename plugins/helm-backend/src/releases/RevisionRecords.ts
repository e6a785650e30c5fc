import type {
  Operation,
  ReleaseRef,
  Revision,
} from '@backstage-helm/plugin-helm-common';
import type { OperationLookup, SuccessLookup } from './ReleaseKnowledge';

export interface RevisionRecordsOptions {
  operations: Pick<OperationLookup, 'ofRelease'>;
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
      const operation = operationOf(revision, operations);
      const isGood = successes.some(
        success =>
          success.revision === revision.revision &&
          isSameLife(success.deployedAt, revision),
      );
      return {
        ...revision,
        operationId: operation?.id ?? revision.operationId,
        by: operation?.requestedBy,
        reason: operation?.reason,
        succeeded: isGood || undefined,
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

function operationOf(
  revision: Revision,
  operations: Operation[],
): Operation | undefined {
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
