import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import type { ActionsApi, Portal } from '../HelmPortal';

/** What every action tells the steps that follow it. */
export type StepOutput = {
  operation: string;
  status: string;
  revision?: number;
  operationUrl?: string;
};

/** The task's side of an action: its log, outputs, checkpoints and end. */
export type Task = Pick<
  ActionContext<Record<string, never>, StepOutput>,
  'logger' | 'output' | 'checkpoint' | 'task' | 'step' | 'signal' | 'isDryRun'
>;

/** One run of one action. */
export interface StepContext {
  api: ActionsApi;
  portal: Pick<Portal, 'operationUrl'>;
  task: Task;
}
