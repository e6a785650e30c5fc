import type {
  Operation,
  ReleaseRef,
  Revision,
} from '@backstage-helm/plugin-helm-common';
import type {
  Binding,
  BindingStore,
  Override,
  OverrideStore,
} from '../bindings/Binding';
import type {
  Declaration,
  DeclarationStore,
} from '../declarations/Declaration';
import type { MadeRevision, Maker } from '../database/operations/findMakers';
import type { ReleaseStore, StoredRevision } from './ReleaseStore';
import type { SecretRuns } from '../secretValues/SecretRuns';
import type { SyncHold } from '../sync/syncHolds';
import type { SyncRow } from '../sync/SyncRow';
import type { BodyFacts } from './RevisionCache';

/** The index with what it knows beyond the engines' contract. */
export interface IndexedReleases extends ReleaseStore {
  facts(ref: ReleaseRef): BodyFacts | undefined;
  restorable(ref: ReleaseRef): number[];
  /** The row of a body, fit to be shown. */
  rowOf(stored: StoredRevision): Revision;
  isListed(ref: ReleaseRef): boolean;
  namespaceProblem(ref: ReleaseRef): string | undefined;
}

/** Operations of a release, as the screens of releases need them. */
export interface OperationLookup {
  activeFor(ref: ReleaseRef): Promise<Operation | undefined>;
  lastFor(ref: ReleaseRef): Promise<Operation | undefined>;
  /** Newest first, at most some dozens. */
  ofRelease(ref: ReleaseRef): Promise<Operation[]>;
  allActive(): Promise<Operation[]>;
  /** What made these revisions, of any number of releases at once. */
  makersOf(revisions: MadeRevision[]): Promise<Maker[]>;
}

/** Revisions that became ready by our own record. */
export interface SuccessLookup {
  list(
    ref: ReleaseRef,
  ): Promise<{ revision: number; operationId: string; deployedAt?: string }[]>;
}

/** What automatic sync knows of releases; nothing where no environment is automatic. */
export interface SyncLookup {
  get(ref: ReleaseRef): Promise<SyncRow | undefined>;
  all(): Promise<SyncRow[]>;
  /** Environments whose brake holds something. */
  holds(): Promise<SyncHold[]>;
}

/** Everything the portal knows of releases, each from its own store. */
export interface ReleaseKnowledge {
  store: IndexedReleases;
  declarations: DeclarationStore;
  bindings: BindingStore;
  overrides: OverrideStore;
  operations: OperationLookup;
  successes: SuccessLookup;
  /** Absent: nothing ever came from a Secret. */
  secretRuns?: Pick<SecretRuns, 'declaredDigest' | 'declaredDigests'>;
  sync: SyncLookup;
}

/** What is known of one release at one moment. */
export interface KnownRelease {
  ref: ReleaseRef;
  deployed?: Revision;
  facts?: BodyFacts;
  declared: Declaration[];
  binding?: Binding;
  override?: Override;
  activeOperation?: Operation;
  lastOperation?: Operation;
  sync?: SyncRow;
}

/** Reads what is known of one release, from every store at once. */
export async function knowRelease(
  knowledge: ReleaseKnowledge,
  ref: ReleaseRef,
): Promise<KnownRelease> {
  const { store, declarations, bindings, overrides, operations } = knowledge;
  const [declared, binding, override, activeOperation, lastOperation, sync] =
    await Promise.all([
      declarations.ofRelease(ref),
      bindings.get(ref),
      overrides.active(ref),
      operations.activeFor(ref),
      operations.lastFor(ref),
      knowledge.sync.get(ref),
    ]);
  return {
    ref,
    deployed: await newestRevision(store, ref, lastOperation),
    facts: await declaredFacts(knowledge, ref, declared),
    declared,
    binding,
    override,
    activeOperation,
    lastOperation,
    sync,
  };
}

/**
 * What the index keeps of the newest revision. Values that a run read from
 * Secrets were not declared: then the digest is that of the declaration.
 */
async function declaredFacts(
  { store, secretRuns }: ReleaseKnowledge,
  ref: ReleaseRef,
  declared: Declaration[],
): Promise<BodyFacts | undefined> {
  const facts = store.facts(ref);
  if (!facts || !declared.some(each => each.secretValues?.length)) {
    return facts;
  }
  const { valuesDigest } = facts;
  const known = await secretRuns?.declaredDigest(ref, valuesDigest);
  return known ? { ...facts, valuesDigest: known } : facts;
}

const OBSERVE_MS = 300;

/**
 * Read your writes: when an operation settled with a revision that the index
 * has not seen, storage is read once, for a short time.
 */
async function newestRevision(
  store: IndexedReleases,
  ref: ReleaseRef,
  last: Operation | undefined,
): Promise<Revision | undefined> {
  const indexed = store.latest(ref);
  if (
    last?.revisionAfter === undefined ||
    last.revisionAfter <= (indexed?.revision ?? 0) ||
    !store.status(last.environment).connected
  ) {
    return indexed;
  }
  const observed = await Promise.race([
    store.observe(ref).catch(() => undefined),
    new Promise<undefined>(resolve =>
      setTimeout(() => resolve(undefined), OBSERVE_MS).unref(),
    ),
  ]);
  return observed && observed.revision >= (indexed?.revision ?? 0)
    ? store.rowOf(observed)
    : indexed;
}
