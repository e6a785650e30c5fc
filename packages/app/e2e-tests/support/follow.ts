import { expect, type APIRequestContext } from '@playwright/test';
import type {
  Operation,
  ReleaseRef,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { approve } from './approvals';
import { asUser, type UserApi } from './asUser';
import { begin, ended } from './operate';
import { targetOf } from './targets';

const reason = 'As the catalog declares it';

/** Lets automatic sync go on, where a run before this one left it paused. */
function resume(api: UserApi, { cluster, namespace, name }: ReleaseRef) {
  return api.post(`/helm/sync/${cluster}/${namespace}/${name}/resume`, {});
}

/** One step towards the declaration; what else is needed the catalog does. */
async function help(pia: UserApi, dana: UserApi, target: Target) {
  const { activeOperation, deployed, release, syncStatus } = target;
  if (!release) {
    return;
  }
  if (activeOperation?.status === 'awaiting-approval') {
    await approve(pia, activeOperation);
  } else if (!deployed && !activeOperation) {
    const installed: Operation = await begin(
      dana,
      { release, kind: 'install' },
      reason,
    );
    if (installed.status === 'awaiting-approval') {
      await approve(pia, installed);
    }
    await ended(dana, installed.id);
  } else if (
    syncStatus?.phase === 'paused' ||
    syncStatus?.phase === 'stopped'
  ) {
    await resume(pia, release);
  }
}

/** Waits until an entity runs a declared version everywhere, and helps where a person is needed. */
export async function expectFollowed(
  request: APIRequestContext,
  entity: string,
  version: string,
) {
  const pia = await asUser(request, 'pia');
  const dana = await asUser(request, 'dana');
  for (const environment of ['dev', 'staging', 'prod']) {
    await expect
      .poll(
        async () => {
          const target = await targetOf(dana, entity, environment);
          if (target.declared?.version === version) {
            await help(pia, dana, target);
          }
          return `${target.deployed?.chartVersion} ${target.syncStatus?.phase}`;
        },
        { timeout: 120_000, message: `${entity} in ${environment}` },
      )
      .toBe(`${version} synced`);
  }
}
