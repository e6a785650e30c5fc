import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleaseReadPermission,
  helmReleaseSyncPermission,
  type ContinueSync,
  type EnvironmentSync,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { appendAudit } from '../audit/AuditLog';
import type { Authorizer } from '../authorization/Authorizer';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { inTransaction, type Database } from '../database/Database';
import { environmentSync } from './environmentSync';
import { continueHold, getHold, type SyncHold } from './syncHolds';
import type { TellSyncNews } from './SyncNews';

export interface ContinueOptions {
  config: Pick<HelmConfig, 'environments'>;
  database: Database;
  authorizer: Authorizer;
  redactText: (text: string) => string;
  tell: TellSyncNews;
  /** A round is due. */
  nudge: () => void;
}

/**
 * Lets exactly those changes of an environment go on that were reviewed.
 *
 * @returns the brake as it is then: something else may be held by now
 * @throws HelmError NOT_FOUND, NOT_ALLOWED; SYNC_HELD with the digest of what
 *   is held by now
 */
export async function continueHeld(
  options: ContinueOptions,
  name: string,
  request: ContinueSync,
  credentials: BackstageCredentials,
): Promise<EnvironmentSync> {
  const { authorizer, database } = options;
  const { environment, hold } = await findHold(options, name, credentials);
  const by = await authorizer.principal(credentials);
  const reason = options.redactText(request.reason);
  await assertAll(options, hold, credentials, { by, reason });
  const isReviewed = hold.digest === request.digest;
  if (!isReviewed || !(await letGo(database, hold, { by, reason }))) {
    const now = await getHold(database, name);
    throw changed(now ?? hold);
  }
  options.tell({
    type: 'continued',
    environment: name,
    releases: hold.held.map(({ release }) => release),
    by,
    reason,
  });
  options.nudge();
  const after = await getHold(database, name);
  const readable = await readableOf(authorizer, after, credentials);
  return environmentSync(environment, after, readable);
}

/** What is held, for who may read any of it. */
async function findHold(
  { config, database, authorizer }: ContinueOptions,
  name: string,
  credentials: BackstageCredentials,
): Promise<{ environment: EnvironmentConfig; hold: SyncHold }> {
  const environment = config.environments.find(each => each.name === name);
  const hold = environment && (await getHold(database, name));
  const readable = await readableOf(authorizer, hold, credentials);
  if (!environment || !hold?.held.length || !readable.length) {
    throw new HelmError(
      {
        code: 'NOT_FOUND',
        message: 'Nothing is held there, or you may not see it.',
      },
      { status: 404 },
    );
  }
  return { environment, hold };
}

function readableOf(
  authorizer: Authorizer,
  hold: SyncHold | undefined,
  credentials: BackstageCredentials,
): Promise<ReleaseRef[]> {
  return authorizer.filter(
    credentials,
    helmReleaseReadPermission,
    (hold?.held ?? []).map(({ release }) => release),
    release => release,
  );
}

async function assertAll(
  { authorizer, database }: ContinueOptions,
  { held, environment }: SyncHold,
  credentials: BackstageCredentials,
  { by, reason }: { by: string; reason: string },
): Promise<void> {
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
    reason,
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

/** @returns false when something else is held by now */
function letGo(
  database: Database,
  hold: SyncHold,
  { by, reason }: { by: string; reason: string },
): Promise<boolean> {
  return inTransaction(database, async tx => {
    const isOurs = await continueHold(tx, hold, by);
    if (isOurs) {
      await appendAudit(tx, {
        actor: by,
        action: 'sync.continued',
        outcome: 'done',
        environment: hold.environment,
        reason,
        detail: { changes: hold.held.length, digest: hold.digest },
      });
    }
    return isOurs;
  });
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
