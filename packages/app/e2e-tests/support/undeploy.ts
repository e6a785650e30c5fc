import type { APIRequestContext } from '@playwright/test';
import { asUser } from './asUser';
import { breakGlass } from './approvals';
import { begin, ended } from './operate';
import { targetOf } from './targets';

const reason = 'Left by an earlier run';

/** Uninstalls an entity's release, if there is one: an earlier run may have left it. */
export async function undeploy(
  request: APIRequestContext,
  entity: string,
  environment: string,
) {
  const api = await asUser(request, 'pia');
  const target = await targetOf(api, entity, environment);
  const { activeOperation, deployed, release } = target;
  if (activeOperation?.status === 'awaiting-approval') {
    await api.post(`/helm/operations/${activeOperation.id}/reject`, { reason });
  }
  if (deployed && release) {
    const { frozen } = target.environment.policy;
    const operation = await begin(api, { release, kind: 'uninstall' }, reason, {
      overrideFreeze: frozen !== undefined,
    });
    await breakGlass(api, operation, reason);
    await ended(api, operation.id);
  }
}
