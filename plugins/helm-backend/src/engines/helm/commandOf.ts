import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import type { EnvironmentConfig } from '../../config/HelmConfig';
import { valuesDocument } from '../../helm';
import {
  changeArguments,
  rollbackArguments,
  testArguments,
  uninstallArguments,
} from '../../helm/helmArguments';
import type { PlanWork } from '../../plans/PlanRecord';
import type { StoredRevision } from '../../releases/ReleaseStore';
import type { PreparedChange } from './prepareChange';
import { describeOperation } from './words';

/** An argument vector and what goes to its stdin. */
export interface HelmCommand {
  argv: string[];
  values?: string;
}

/** The one Helm command that carries an operation out. */
export function commandOf(given: {
  operation: EngineOperation;
  work: PlanWork;
  environment: EnvironmentConfig;
  context: string;
  base?: Pick<StoredRevision, 'status'>;
  change?: PreparedChange;
  /** The namespace is not there, and may be made. */
  createNamespace: boolean;
}): HelmCommand {
  const { operation, work, environment, base, change } = given;
  const { namespace, name } = operation.release;
  const acting = {
    major: work.helmMajor,
    namespace,
    name,
    context: given.context,
    timeoutSeconds: work.timeoutSeconds,
    wait: work.wait,
    settings: environment.helm,
  };
  const description = describeOperation(operation);
  if (change) {
    const install = base?.status === 'uninstalled' ? 'replace' : 'install';
    return {
      argv: changeArguments({
        ...acting,
        verb: operation.kind === 'upgrade' ? 'upgrade' : install,
        chartPath: change.chart.path,
        historyMax: work.historyMax,
        createNamespace: given.createNamespace,
        skipSchema: change.chart.hasRemoteSchema,
        recordOnly: work.mustChangeNothing === true,
        operationId: operation.id,
        description,
      }),
      values: valuesDocument(change.values),
    };
  }
  switch (operation.kind) {
    case 'rollback':
      return {
        argv: rollbackArguments({
          ...acting,
          revision: work.toRevision ?? 0,
          historyMax: work.historyMax,
          description,
        }),
      };
    case 'uninstall':
    case 'finish-uninstall':
    case 'reinstall':
      return {
        argv: uninstallArguments({
          ...acting,
          keepHistory: work.keepHistory ?? false,
          noHooks: work.noHooks === true,
          description,
        }),
      };
    default:
      return { argv: testArguments(acting) };
  }
}
