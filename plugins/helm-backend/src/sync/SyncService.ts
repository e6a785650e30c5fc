import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleaseReadPermission,
  helmReleaseSyncPermission,
  type ContinueSync,
  type EnvironmentSync,
  type ReleaseRef,
  type SyncRequest,
  type SyncStatus,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { Authorizer } from '../authorization/Authorizer';
import { releaseNotFound } from '../authorization/refusals';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { inTransaction, type Database } from '../database/Database';
import { ownDeclaration } from '../releases/knowReleases';
import {
  knowRelease,
  type KnownRelease,
  type ReleaseKnowledge,
} from '../releases/ReleaseKnowledge';
import type { ReadSyncStatus } from './createStatusReader';
import { environmentSync } from './environmentSync';
import { continueHold, getHold, type SyncHold } from './syncHolds';
import type { TellSyncNews } from './SyncNews';
import { recordPaused, recordResumed } from './syncRows';

export interface SyncServiceOptions {
  config: Pick<HelmConfig, 'environments'>;
  database: Database;
  authorizer: Authorizer;
  knowledge: ReleaseKnowledge;
  readStatus: ReadSyncStatus;
  redactText: (text: string) => string;
  tell: TellSyncNews;
  /** A round is due. */
  nudge: () => void;
  announce: (ref: ReleaseRef) => void;
}

/** A target whose sync a caller may change. */
interface Found {
  known: KnownRelease;
  environment: EnvironmentConfig;
  entityRef?: string;
  by: string;
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
    const found = await this.#find(release, credentials);
    const { environment, entityRef, by } = found;
    const reason = request.reason && this.#options.redactText(request.reason);
    const target = { release, environment: environment.name, entityRef };
    await inTransaction(this.#options.database, async tx => {
      await recordPaused(tx, target, { cause: 'person', by, reason });
      await appendAudit(tx, {
        actor: by,
        action: 'sync.paused',
        outcome: 'done',
        release,
        environment: environment.name,
        reason,
        detail: { cause: 'person' },
      });
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
    const found = await this.#find(release, credentials);
    const { environment, entityRef, by } = found;
    const reason = request.reason && this.#options.redactText(request.reason);
    await inTransaction(this.#options.database, async tx => {
      if (await recordResumed(tx, release)) {
        await appendAudit(tx, {
          actor: by,
          action: 'sync.resumed',
          outcome: 'done',
          release,
          environment: environment.name,
          reason,
        });
      }
    });
    this.#options.tell({
      type: 'resumed',
      release,
      environment: environment.name,
      entityRef,
      by,
      reason,
    });
    return this.#after(found);
  }

  /**
   * Lets exactly those changes go on that were reviewed.
   *
   * @throws HelmError NOT_FOUND, NOT_ALLOWED; SYNC_HELD with the digest of what
   *   is held by now
   */
  async continue(
    name: string,
    request: ContinueSync,
    credentials: BackstageCredentials,
  ): Promise<EnvironmentSync> {
    const { authorizer, config, database } = this.#options;
    const environment = config.environments.find(each => each.name === name);
    const hold = environment && (await getHold(database, name));
    const readable = await this.readable(hold, credentials);
    if (!environment || !hold?.held.length || !readable.length) {
      throw new HelmError(
        {
          code: 'NOT_FOUND',
          message: 'Nothing is held there, or you may not see it.',
        },
        { status: 404 },
      );
    }
    const by = await authorizer.principal(credentials);
    await this.#assertAll(hold, credentials, by, request);
    const reason = this.#options.redactText(request.reason);
    const isLetGo =
      hold.digest === request.digest &&
      (await inTransaction(database, async tx => {
        const isOurs = await continueHold(tx, hold, by);
        if (isOurs) {
          await appendAudit(tx, {
            actor: by,
            action: 'sync.continued',
            outcome: 'done',
            environment: name,
            reason,
            detail: { changes: hold.held.length, digest: hold.digest },
          });
        }
        return isOurs;
      }));
    if (!isLetGo) {
      const now = await getHold(database, name);
      throw changed(now ?? hold);
    }
    this.#options.tell({
      type: 'continued',
      environment: name,
      releases: hold.held.map(({ release }) => release),
      by,
      reason,
    });
    this.#options.nudge();
    return environmentSync(environment, undefined, []);
  }

  /** Releases of what is held that the caller may read. */
  async readable(
    hold: SyncHold | undefined,
    credentials: BackstageCredentials,
  ): Promise<ReleaseRef[]> {
    return this.#options.authorizer.filter(
      credentials,
      helmReleaseReadPermission,
      (hold?.held ?? []).map(({ release }) => release),
      release => release,
    );
  }

  async #assertAll(
    { held, environment }: SyncHold,
    credentials: BackstageCredentials,
    by: string,
    { reason }: ContinueSync,
  ): Promise<void> {
    const { authorizer, database, redactText } = this.#options;
    const allowed = await authorizer.filter(
      credentials,
      helmReleaseSyncPermission,
      held,
      ({ release }) => release,
    );
    if (allowed.length === held.length) {
      return;
    }
    await appendAudit(database, {
      actor: by,
      action: 'sync.continued',
      outcome: 'denied',
      environment,
      reason: redactText(reason),
    });
    throw new HelmError(
      {
        code: 'NOT_ALLOWED',
        message: `This needs ${helmReleaseSyncPermission.name} on each of the ${held.length} releases that are held.`,
        wayOut: 'Ask somebody who has it, such as the platform team.',
      },
      { status: 403 },
    );
  }

  async #find(
    release: ReleaseRef,
    credentials: BackstageCredentials,
  ): Promise<Found> {
    const { authorizer, config, knowledge } = this.#options;
    const environment = environmentOf(
      config,
      release.cluster,
      release.namespace,
    );
    if (!environment) {
      throw releaseNotFound(release);
    }
    await authorizer.assert(credentials, helmReleaseSyncPermission, release);
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
      by: await authorizer.principal(credentials),
    };
  }

  async #after({ known: { ref }, environment }: Found): Promise<SyncStatus> {
    this.#options.nudge();
    this.#options.announce(ref);
    const known = await knowRelease(this.#options.knowledge, ref);
    return this.#options.readStatus(known, environment, ownDeclaration(known));
  }
}

function changed({ digest }: SyncHold): HelmError {
  return new HelmError(
    {
      code: 'SYNC_HELD',
      field: 'digest',
      message: 'What is held has changed since you looked at it.',
      wayOut: 'Look at it again, then let it go on.',
    },
    { status: 409, details: { digest } },
  );
}
