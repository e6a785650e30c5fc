import type {
  EngineOperation,
  EngineReporter,
} from '@backstage-helm/plugin-helm-node';
import type { DeployerIdentity } from '../../clusters/KubeClient';
import { labelRevision } from './labelRevision';
import type { Settlement } from './settleByStorage';

/** Signs the revision that a rollback of ours has made; a refusal is told. */
export async function labelRollback(
  operation: EngineOperation,
  { settled, mine }: Settlement,
  deployer: DeployerIdentity,
  reporter: EngineReporter,
): Promise<void> {
  if (!settled.changed || mine?.revision !== operation.expectedRevision) {
    return;
  }
  try {
    if (
      await labelRevision(
        deployer.client,
        operation.release,
        mine,
        operation.id,
      )
    ) {
      settled.observation.operationId = operation.id;
      return;
    }
    reporter.warn('The revision could not be labelled with this operation.');
  } catch (error) {
    reporter.warn(
      `The revision could not be labelled with this operation: ${
        (error as Error).message
      }`,
    );
  }
}
