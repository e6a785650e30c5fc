import type { SyncConfig } from '../config/HelmConfig';
import { isPending } from './ownWork';
import type { LiveWork, SyncStep } from './SyncFacts';
import type { SyncRow } from './SyncRow';
import { isTrustedLocation } from './trustedLocation';

/** A deletion that stood for so long was meant; a catalog that hiccups was not. */
export const DELETION_GRACE_MS = 10 * 60_000;

/** What is wanted of a release whose entity is gone. */
export const NOTHING_THERE = 'gone';

/** What decides about a release that its entity declares no more. */
export interface OrphanFacts {
  /** Epoch milliseconds, by the database's clock. */
  now: number;
  sync: Pick<SyncConfig, 'onDelete' | 'trustedLocations'>;
  /** Entity that owns the release. */
  boundTo: string;
  /** The catalog declares anything at all: it has been read. */
  isCatalogSound: boolean;
  /** It runs, nobody else drives it, its cluster answers. */
  isUninstallable: boolean;
  /** The environment takes no changes now. */
  isFrozen: boolean;
  activeOperation?: LiveWork;
  row?: SyncRow;
}

/**
 * Whether a release goes because its entity went: only by explicit policy, only
 * what was followed from a trusted place for that very entity, and only once the
 * deletion has stood for a while. Everything else is kept, and shown as an orphan.
 */
export function decideOrphan(facts: OrphanFacts): {
  step: SyncStep;
  dueAt?: number;
  wantsToChange: boolean;
} {
  const { row, sync, boundTo, now, activeOperation: active } = facts;
  const kept = { step: 'none' as const, wantsToChange: false };
  const isMeant =
    sync.onDelete === 'uninstall' &&
    facts.isCatalogSound &&
    facts.isUninstallable &&
    row !== undefined &&
    row.pause === undefined &&
    row.entityRef === boundTo &&
    row.appliedAt !== undefined &&
    isTrustedLocation(row.location, sync.trustedLocations);
  const isUninstalling =
    row?.wantedDigest === NOTHING_THERE && row.operationId === active?.id;
  if (!isMeant || row === undefined) {
    return isPending(facts) ? { ...kept, step: 'withdraw' } : kept;
  }
  if (row.wantedDigest !== NOTHING_THERE) {
    return {
      step: 'want',
      dueAt: now + DELETION_GRACE_MS,
      wantsToChange: false,
    };
  }
  if (row.stoppedAt !== undefined) {
    return kept;
  }
  const dueAt = Math.max(
    (row.wantedSince ?? now) + DELETION_GRACE_MS,
    row.nextAt ?? 0,
  );
  if (dueAt > now) {
    return { ...kept, dueAt };
  }
  if (active && isPending(facts) && !isUninstalling) {
    return { ...kept, step: 'withdraw' };
  }
  return active || facts.isFrozen
    ? { step: 'none', wantsToChange: true }
    : { step: 'start', wantsToChange: true };
}
