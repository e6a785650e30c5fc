import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { ActionContext } from './ActionContext';

/** Deploying what is not there is an install. */
export async function changeKind(
  { views }: Pick<ActionContext, 'views'>,
  ref: ReleaseRef,
  credentials: BackstageCredentials,
): Promise<'install' | 'upgrade'> {
  const { target } = await views.detail(ref, credentials);
  return target.state.lifecycle === 'Absent' ? 'install' : 'upgrade';
}
