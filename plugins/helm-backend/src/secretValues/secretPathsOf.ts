import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { DeclarationStore } from '../declarations/Declaration';
import { parseTargetPath } from '../declarations/targetPath';
import type { SecretRuns } from './SecretRuns';

/**
 * Key paths in the values of a release that are secret by where they come
 * from: what runs told, and what is declared, whoever deployed it.
 */
export async function secretPathsOf(
  ref: ReleaseRef,
  from: {
    secretRuns: Pick<SecretRuns, 'paths'>;
    declarations: Pick<DeclarationStore, 'ofRelease'>;
  },
): Promise<string[][]> {
  const [told, declared] = await Promise.all([
    from.secretRuns.paths(ref),
    from.declarations.ofRelease(ref),
  ]);
  const wanted = declared
    .flatMap(({ secretValues = [] }) => secretValues)
    .flatMap(({ targetPath, field }) =>
      targetPath ? [parseTargetPath(targetPath, field).map(String)] : [],
    );
  return [...told.map(({ path }) => path), ...wanted];
}
