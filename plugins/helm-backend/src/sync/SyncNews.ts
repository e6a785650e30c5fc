import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';

/** Something that automatic sync did to itself, told once it is in the database. */
export interface SyncNews {
  type: 'stopped' | 'paused' | 'resumed' | 'held' | 'continued';
  environment: string;
  /** Absent: it is about several. */
  release?: ReleaseRef;
  entityRef?: string;
  /** Releases that it is about, where there are several. */
  releases?: ReleaseRef[];
  /** Redacted. */
  reason?: string;
  by?: string;
  operationId?: string;
}

/** Takes news; never throws, and is not waited for. */
export type TellSyncNews = (news: SyncNews) => void;
