import type { BackendPluginRegistrationPoints } from '@backstage/backend-plugin-api';
import {
  helmEnginesExtensionPoint,
  helmExecutionPolicyExtensionPoint,
  type Engine,
  type ExecutionPolicy,
} from '@backstage-helm/plugin-helm-node';

/** What modules added before the plugin starts. */
export interface Extensions {
  engines: Engine[];
  executionPolicy?: ExecutionPolicy;
}

/** Opens the plugin to modules; filled in by the time it starts. */
export function registerExtensions(
  env: Pick<BackendPluginRegistrationPoints, 'registerExtensionPoint'>,
): Extensions {
  const extensions: Extensions = { engines: [] };
  env.registerExtensionPoint(helmEnginesExtensionPoint, {
    addEngine(engine) {
      extensions.engines.push(engine);
    },
  });
  env.registerExtensionPoint(helmExecutionPolicyExtensionPoint, {
    setPolicy(policy) {
      if (extensions.executionPolicy) {
        throw new Error(
          'Two modules set an execution policy for the Helm plugin: install one of them',
        );
      }
      extensions.executionPolicy = policy;
    },
  });
  return extensions;
}
