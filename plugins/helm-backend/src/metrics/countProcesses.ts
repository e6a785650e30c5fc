import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { HelmProcessListener } from '../helm/HelmRunner';
import { INSTRUMENTS } from './instruments';

/** Counts Helm processes, by their command. */
export function countProcesses(metrics: MetricsService): HelmProcessListener {
  const { processes } = INSTRUMENTS;
  const started = metrics.createCounter(processes.name, processes);
  return ({ command, major }) => {
    started.add(1, { command, helm: String(major) });
    return () => {};
  };
}
