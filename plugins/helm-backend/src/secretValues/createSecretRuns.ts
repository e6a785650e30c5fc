import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import type { SecretPath, SecretRuns } from './SecretRuns';

const TABLE = 'helm_secret_values';

/** Runs of one release that are remembered; of older ones, what they filled. */
const KEPT = 50;

/** In the database: what one replica ran, all of them show. */
export function createSecretRuns(options: {
  knex: Knex;
  now: () => number;
}): SecretRuns {
  const { knex, now } = options;
  return {
    async record(ref, { fullDigest, declaredDigest, paths }) {
      const release_key = stringifyReleaseRef(ref);
      await knex(TABLE)
        .insert({
          release_key,
          full_digest: fullDigest,
          declared_digest: declaredDigest,
          paths: JSON.stringify(paths),
          at: now(),
        })
        .onConflict(['release_key', 'full_digest'])
        .merge();
      const beyond = await knex(TABLE)
        .where({ release_key })
        .orderBy('at', 'desc')
        .offset(KEPT)
        .limit(KEPT)
        .select('full_digest', 'paths');
      if (beyond.length) {
        await knex.transaction(async tx => {
          const newest = await tx(TABLE)
            .where({ release_key })
            .orderBy('at', 'desc')
            .first('full_digest', 'paths');
          // Helm may keep older revisions, and what is in them stays secret.
          await tx(TABLE)
            .where({ release_key, full_digest: newest.full_digest })
            .update({
              paths: JSON.stringify(
                joined([newest, ...beyond].map(row => row.paths)),
              ),
            });
          await tx(TABLE)
            .where({ release_key })
            .whereIn(
              'full_digest',
              beyond.map(row => row.full_digest),
            )
            .delete();
        });
      }
    },

    async declaredDigest(ref, fullDigest) {
      const row = await knex(TABLE)
        .where({
          release_key: stringifyReleaseRef(ref),
          full_digest: fullDigest,
        })
        .first('declared_digest');
      return row?.declared_digest;
    },

    async declaredDigests() {
      const rows = await knex(TABLE).select(
        'release_key',
        'full_digest',
        'declared_digest',
      );
      return new Map(
        rows.map(row => [
          `${row.release_key}\0${row.full_digest}`,
          row.declared_digest,
        ]),
      );
    },

    async paths(ref) {
      const texts: string[] = await knex(TABLE)
        .where({ release_key: stringifyReleaseRef(ref) })
        .distinct('paths')
        .pluck('paths');
      return joined(texts);
    },
  };
}

/** Each place once. */
function joined(texts: readonly string[]): SecretPath[] {
  const found = new Map<string, SecretPath>();
  for (const entry of texts.flatMap(text => JSON.parse(text) as SecretPath[])) {
    found.set(JSON.stringify([entry.source, entry.path]), entry);
  }
  return [...found.values()];
}
