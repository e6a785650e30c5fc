import type { Revision } from '@backstage-helm/plugin-helm-common';
import { OPERATION_LABEL } from '../helm/helmArguments';
import type { SecretIdentity } from './toStoredRevision';

/**
 * Whether a revision bears the label of an operation that made another one. Who
 * upgrades or rolls back after us copies the labels of what was there: a label
 * belongs to the oldest revision that bears it.
 */
export function isSignatureCopied(
  { revision, operationId }: Pick<Revision, 'revision' | 'operationId'>,
  versions: ReadonlyMap<number, Pick<SecretIdentity, 'labels'>>,
): boolean {
  return (
    operationId !== undefined &&
    [...versions].some(
      ([other, { labels }]) =>
        other < revision && labels[OPERATION_LABEL] === operationId,
    )
  );
}
