import { createHmac, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Digester } from './Digester';

const KEY = 'digest-key';

/** A digester with this key. */
export function createDigester(key: Buffer): Digester {
  const text = (value: string) =>
    createHmac('sha256', key).update(value).digest('hex');
  return { text, json: value => text(stableJson(value)) };
}

/** The digester of this installation; its key is made once and kept. */
export async function loadDigester(knex: Knex): Promise<Digester> {
  await knex('helm_settings')
    .insert({ name: KEY, value: randomBytes(32).toString('base64') })
    .onConflict('name')
    .ignore();
  const row = await knex('helm_settings').where('name', KEY).first('value');
  return createDigester(Buffer.from(row.value, 'base64'));
}

/** JSON with sorted keys. */
function stableJson(value: unknown): string {
  return (
    JSON.stringify(value, (_, entry) =>
      typeof entry === 'object' && entry !== null && !Array.isArray(entry)
        ? Object.fromEntries(
            Object.entries(entry).sort(([left], [right]) =>
              left < right ? -1 : 1,
            ),
          )
        : entry,
    ) ?? 'undefined'
  );
}
