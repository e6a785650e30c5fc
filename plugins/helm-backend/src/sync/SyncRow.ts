import {
  parseReleaseRef,
  problemSchema,
  syncPauseSchema,
  type HelmProblem,
  type ReleaseRef,
  type SyncPause,
} from '@backstage-helm/plugin-helm-common';

/** What automatic sync knows of one release. Times are epoch milliseconds. */
export interface SyncRow {
  release: ReleaseRef;
  environment: string;
  entityRef?: string;
  /** Where the declaration stood that was followed. */
  location?: string;
  /** Declaration that was last applied as it stands; absent = something else was. */
  appliedDigest?: string;
  appliedAt?: number;
  /** Declaration that is being brought about. */
  wantedDigest?: string;
  wantedSince?: number;
  /** Grows whenever there is something new to try: keys of operations hang on it. */
  generation: number;
  /** Failed attempts at this declaration. */
  attempts: number;
  /** Not before this. */
  nextAt?: number;
  stoppedAt?: number;
  /** Why the last attempt failed, redacted. */
  failure?: string;
  /** What an attempt found in its way, redacted. */
  waitsFor?: HelmProblem;
  /** Operation of this generation. */
  operationId?: string;
  pause?: SyncPause;
}

function number(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

function text(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

export function readSyncRow(raw: Record<string, unknown>): SyncRow {
  const waitsFor = text(raw.waits_for);
  return {
    release: parseReleaseRef(String(raw.release_key)),
    environment: String(raw.environment),
    entityRef: text(raw.entity_ref),
    location: text(raw.location),
    appliedDigest: text(raw.applied_digest),
    appliedAt: number(raw.applied_at),
    wantedDigest: text(raw.wanted_digest),
    wantedSince: number(raw.wanted_since),
    generation: Number(raw.generation),
    attempts: Number(raw.attempts),
    nextAt: number(raw.next_at),
    stoppedAt: number(raw.stopped_at),
    failure: text(raw.failure),
    waitsFor: waitsFor
      ? (problemSchema.parse(JSON.parse(waitsFor)) as HelmProblem)
      : undefined,
    operationId: text(raw.operation_id),
    pause: readPause(raw),
  };
}

function readPause(raw: Record<string, unknown>): SyncPause | undefined {
  return raw.pause_cause
    ? syncPauseSchema.parse({
        cause: raw.pause_cause,
        by: raw.paused_by,
        at: new Date(Number(raw.paused_at)).toISOString(),
        reason: text(raw.pause_reason),
        operationId: text(raw.pause_operation),
      })
    : undefined;
}
