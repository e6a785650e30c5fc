import { releaseRefSchema } from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import type { Database } from '../database/Database';

const changeSchema = z.object({
  release: releaseRefSchema,
  /** The declaration that is to be brought about. */
  digest: z.string(),
});

/** One change that the brake of an environment looks at. */
export type HeldChange = z.infer<typeof changeSchema>;

/** The brake of one environment. */
export interface SyncHold {
  environment: string;
  /** Epoch milliseconds. */
  since: number;
  /** Of what is held. */
  digest: string;
  held: HeldChange[];
  /** What a person let go, and has not come to pass yet. */
  continued: HeldChange[];
  /** Epoch milliseconds. */
  continuedAt?: number;
}

function readHold(raw: Record<string, unknown>): SyncHold {
  const changes = (column: unknown) =>
    z.array(changeSchema).parse(JSON.parse(String(column)));
  return {
    environment: String(raw.environment),
    since: Number(raw.since),
    digest: String(raw.digest),
    held: changes(raw.releases),
    continued: changes(raw.continued),
    ...(raw.continued_at !== null && {
      continuedAt: Number(raw.continued_at),
    }),
  };
}

export async function listHolds(database: Database): Promise<SyncHold[]> {
  return (await database.sql('helm_sync_holds').orderBy('environment')).map(
    readHold,
  );
}

export async function getHold(
  database: Database,
  environment: string,
): Promise<SyncHold | undefined> {
  const row = await database
    .sql('helm_sync_holds')
    .where({ environment })
    .first();
  return row && readHold(row);
}

/**
 * Writes what is held from now on.
 *
 * @returns whether the environment was not held before
 */
export async function putHold(
  tx: Database,
  { environment, digest, held, continued }: Omit<SyncHold, 'since'>,
): Promise<boolean> {
  const before = await getHold(tx, environment);
  const row = {
    digest,
    releases: JSON.stringify(held),
    continued: JSON.stringify(continued),
  };
  await tx
    .sql('helm_sync_holds')
    .insert({ environment, since: tx.now(), ...row })
    .onConflict('environment')
    .merge(before?.held.length ? row : { ...row, since: tx.now() });
  return !before?.held.length;
}

export async function clearHold(
  tx: Database,
  environment: string,
): Promise<void> {
  await tx.sql('helm_sync_holds').where({ environment }).delete();
}

/**
 * Lets go what is held, if it is still what was reviewed.
 *
 * @returns false when it is not
 */
export async function continueHold(
  tx: Database,
  { environment, digest, held, continued }: SyncHold,
  by: string,
): Promise<boolean> {
  const changed = await tx
    .sql('helm_sync_holds')
    .where({ environment, digest })
    .update({
      releases: '[]',
      continued: JSON.stringify([...continued, ...held]),
      digest: '',
      continued_digest: digest,
      continued_by: by,
      continued_at: tx.now(),
    });
  return changed > 0;
}
