import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { OperationsSetup } from '../../operations/__testUtils__/describeOperations';
import { aDeclaration } from './aDeclaration';
import { automatic, createSyncWorld, type SyncWorld } from './syncWorld';

/** Failures after which a declaration is given up. */
export const ATTEMPTS = 2;

/** Two replicas that follow one release, which people installed: declared as A. */
export async function twoReplicas(
  setup: OperationsSetup,
  needsApproval: boolean,
): Promise<{ release: ReleaseRef; one: SyncWorld; other: SyncWorld }> {
  const approvals = {
    required: 1,
    approvers: ['user:default/dana'],
    selfApproval: true,
    breakGlass: false,
    expirySeconds: 3600,
  };
  const environments = [
    automatic(
      { attempts: ATTEMPTS, maxChanges: 1_000 },
      needsApproval ? { approvals } : {},
    ),
  ];
  const installer = setup.another();
  const release = await setup.installed(installer);
  await installer.worker.stop();
  const one = createSyncWorld(setup, setup.knex, {
    environments,
    from: installer,
  });
  const other = createSyncWorld(setup, setup.knex, {
    environments,
    from: installer,
    declared: one.declared,
  });
  one.declared.push(aDeclaration(release));
  return { release, one, other };
}
