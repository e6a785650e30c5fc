import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import { readRawAnnotations } from './annotationKeys';

/**
 * Tells whether two versions of an entity declare the same: over all that an
 * author writes and a declaration is made of, but for the files. Empty when
 * nothing is declared.
 *
 * By `spec`, not by relations, so that it is the same before and after the
 * catalog has put an entity together. Not a secret's keeper: annotations are in
 * the catalog in plain.
 *
 * @public
 */
export async function declarationDigest(entity: Entity): Promise<string> {
  const { annotations } = entity.metadata;
  const declared = readRawAnnotations(annotations);
  if (!declared.length) {
    return '';
  }
  const text = JSON.stringify([
    declared.map(({ field, value }) => [field, value]),
    entity.spec?.owner ?? null,
    entity.spec?.system ?? null,
    annotations?.[ANNOTATION_LOCATION] ?? null,
  ]);
  const bytes = await globalThis.crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(text),
  );
  return [...new Uint8Array(bytes)]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
}
