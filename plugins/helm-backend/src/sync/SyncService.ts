import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleaseSyncPermission,
  isHelmError,
  type ContinueSync,
  type EnvironmentSync,
  type ReleaseRef,
  type SyncRequest,
  type SyncStatus,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit, type NewAuditEntry } from '../audit/AuditLog';
import { releaseNotFound } from '../authorization/refusals';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { inTransaction } from '../database/Database';
import { ownDeclaration } from '../releases/knowReleases';
import {
  knowRelease,
  type KnownRelease,
  type ReleaseKnowledge,
} from '../releases/ReleaseKnowledge';
import { continueHeld, type ContinueOptions } from './continueHeld';
import type { ReadSyncStatus } from './createStatusReader';
import { recordPaused, recordResumed } from './syncRows';

export interface SyncServiceOptions extends ContinueOptions {
  knowledge: ReleaseKnowledge;
  readStatus: ReadSyncStatus;
  announce: (ref: ReleaseRef) => void;
}

type SyncAction = 'sync.paused' | 'sync.resumed';

/** A target whose sync a caller may change, and what the trail tells of it. */
interface Found {
  known: KnownRelease;
  environment: EnvironmentConfig;
  entityRef?: string;
  entry: NewAuditEntry;
}

/** Automatic sync for callers of the API: every method authorizes. */
export class SyncService {
  readonly #options: SyncServiceOptions;

  constructor(options: SyncServiceOptions) {
    this.#options = options;
  }

  /** @throws HelmError NOT_FOUND, NOT_ALLOWED, SYNC_NOT_AUTOMATIC */
  async pause(
    release: ReleaseRef,
    request: SyncRequest,
    credentials: BackstageCredentials,
  ): Promise<SyncStatus> {
    const found = await this.#find(
      'sync.paused',
      release,
      request,
      credentials,
    );
    const { environment, entityRef, entry } = found;
    const { actor: by, reason } = entry;
    const target = { release, environment: environment.name, entityRef };
    await inTransaction(this.#options.database, async tx => {
      await recordPaused(tx, target, { cause: 'person', by, reason });
      await appendAudit(tx, { ...entry, detail: { cause: 'person' } });
    });
    this.#options.tell({ type: 'paused', ...target, by, reason });
    return this.#after(found);
  }

  /**
   * Ends a pause, and lets what was given up be tried again.
   *
   * @throws HelmError NOT_FOUND, NOT_ALLOWED, SYNC_NOT_AUTOMATIC
   */
  async resume(
    release: ReleaseRef,
    request: SyncRequest,
    credentials: BackstageCredentials,
  ): Promise<SyncStatus> {
    const found = await this.#find(
      'sync.resumed',
      release,
      request,
      credentials,
    );
    const { environment, entityRef, entry } = found;
    const isNew = await inTransaction(this.#options.database, async tx => {
      const isKnown = await recordResumed(tx, release);
      if (isKnown) {
        await appendAudit(tx, entry);
      }
      return isKnown;
    });
    if (isNew) {
      this.#options.tell({
        type: 'resumed',
        release,
        environment: environment.name,
        entityRef,
        by: entry.actor,
        reason: entry.reason,
      });
    }
    return this.#after(found);
  }

  /**
   * Lets exactly those changes go on that were reviewed.
   *
   * @throws HelmError NOT_FOUND, NOT_ALLOWED, SYNC_HELD
   */
  continue(
    environment: string,
    request: ContinueSync,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentSync> {
    return continueHeld(this.#options, environment, request, credentials);
  }

  async #find(
    action: SyncAction,
    release: ReleaseRef,
    { reason }: SyncRequest,
    credentials: BackstageCredentials,
  ): Promise<Found> {
    const { authorizer, config, knowledge, redactText } = this.#options;
    const { cluster, namespace } = release;
    const environment = environmentOf(config, cluster, namespace);
    if (!environment) {
      throw releaseNotFound(release);
    }
    const entry: NewAuditEntry = {
      actor: await authorizer.principal(credentials),
      action,
      outcome: 'done',
      release,
      environment: environment.name,
      reason: reason && redactText(reason),
    };
    await this.#assert(entry, release, credentials);
    const known = await knowRelease(knowledge, release);
    if (!known.binding && !known.declared.length) {
      throw releaseNotFound(release);
    }
    if (environment.sync.mode !== 'automatic') {
      throw new HelmError(
        {
          code: 'SYNC_NOT_AUTOMATIC',
          message: `${environment.title} does not follow declarations by itself.`,
          wayOut: 'Deploy what is declared by hand.',
        },
        { status: 409 },
      );
    }
    return {
      known,
      environment,
      entityRef: known.binding?.entityRef ?? ownDeclaration(known)?.entityRef,
      entry,
    };
  }

  /** A refusal of what the caller sees is in the trail. */
  async #assert(
    entry: NewAuditEntry,
    release: ReleaseRef,
    credentials: BackstageCredentials,
  ): Promise<void> {
    const { authorizer, database } = this.#options;
    try {
      await authorizer.assert(credentials, helmReleaseSyncPermission, release);
    } catch (error) {
      if (isHelmError(error) && error.status === 403) {
        await appendAudit(database, {
          ...entry,
          outcome: 'denied',
          detail: { code: error.code },
        });
      }
      throw error;
    }
  }

  async #after({ known: { ref }, environment }: Found): Promise<SyncStatus> {
    this.#options.nudge();
    this.#options.announce(ref);
    const known = await knowRelease(this.#options.knowledge, ref);
    return this.#options.readStatus(known, environment, ownDeclaration(known));
  }
}
