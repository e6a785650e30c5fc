import type {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { createChanging } from './createChanging';

/** Starts the worker once the portal is up, and what keeps the write path tidy. */
export async function startChanging(options: {
  changing: Awaited<ReturnType<typeof createChanging>>;
  lifecycle: LifecycleService;
  scheduler: SchedulerService;
  logger: LoggerService;
  /** How often sync looks when nobody told it to. */
  syncIntervalSeconds: number;
}): Promise<void> {
  const { changing, lifecycle, scheduler, logger } = options;
  const removed = await changing.removeLeftovers();
  if (removed) {
    logger.info(`Removed ${removed} folders that a crash had left`);
  }
  await scheduler.scheduleTask({
    id: 'helm-retention',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 10 },
    fn: async () => {
      await changing.operations.purge();
      await changing.plans.purge();
    },
  });
  await scheduler.scheduleTask({
    id: 'helm-approvals',
    frequency: { seconds: 30 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 30 },
    fn: () => changing.operations.expireApprovals(),
  });
  if (changing.soaks.isNeeded) {
    await scheduler.scheduleTask({
      id: 'helm-soaks',
      frequency: { seconds: 60 },
      timeout: { minutes: 5 },
      initialDelay: { seconds: 15 },
      fn: async () => {
        await changing.soaks.round();
        // A version that has been healthy for long enough may go on.
        changing.sync.nudge();
      },
    });
  }
  await scheduler.scheduleTask({
    id: 'helm-sync',
    frequency: { seconds: options.syncIntervalSeconds },
    timeout: { minutes: 10 },
    initialDelay: { seconds: 15 },
    fn: () => changing.sync.round(),
  });
  lifecycle.addStartupHook(() => {
    changing.operations.worker.start();
    changing.sync.nudge();
  });
}
