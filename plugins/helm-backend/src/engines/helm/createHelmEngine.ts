import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { toObservation } from './observation';
import { recoverOperation } from './recoverOperation';
import { startOperation } from './startOperation';

/** Carries operations out with the Helm CLI, as a child of this backend. */
export function createHelmEngine(options: HelmEngineOptions): Engine {
  const notHandedOver = 'Helm runs here; it is not handed over.';
  return {
    name: 'helm',
    capabilities: {
      kinds: [
        'install',
        'upgrade',
        'rollback',
        'uninstall',
        'test',
        'adopt',
        'unlock',
        'finish-uninstall',
        'reinstall',
        'rebuild',
      ],
      handsOver: false,
    },
    probe: options.probeOwner,
    async observe(release) {
      return toObservation(
        await options.store.observe(release),
        options.digester,
        options.now(),
      );
    },
    start: (operation, { reporter, signal }) =>
      startOperation(options, operation, reporter, signal),
    async poll() {
      throw new Error(notHandedOver);
    },
    async cancel() {
      return { type: 'not-possible', reason: notHandedOver };
    },
    recover: (operation, intent) =>
      recoverOperation(options, operation, intent),
  };
}
