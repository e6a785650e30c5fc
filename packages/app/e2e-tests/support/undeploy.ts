import type { APIRequestContext } from '@playwright/test';
import { asUser } from './asUser';
import { operate } from './operate';
import { targetOf } from './targets';

/** Uninstalls an entity's release, if there is one: an earlier run may have left it. */
export async function undeploy(
  request: APIRequestContext,
  entity: string,
  environment: string,
) {
  const api = await asUser(request, 'pia');
  const { deployed, release } = await targetOf(api, entity, environment);
  if (deployed && release) {
    await operate(
      api,
      { release, kind: 'uninstall' },
      'Left by an earlier run',
    );
  }
}
