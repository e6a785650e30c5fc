import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import type { ChartSource } from '../charts';
import type { HelmConfig } from '../config/HelmConfig';
import { createDatabase } from '../database/Database';
import { createUpdates } from '../updates/createUpdates';
import type { Reading } from './createReading';

/** Declarations are read first; a portal that was just started has other work. */
const FIRST_SECONDS = 300;

/** The scheduled look for newer chart versions: one replica of them all. */
export async function startUpdates(options: {
  config: Pick<HelmConfig, 'updates' | 'environments'>;
  knex: Knex;
  charts: Pick<ChartSource, 'versions'>;
  reading: Pick<Reading, 'declarations'>;
  notifications: NotificationService;
  scheduler: SchedulerService;
  logger: LoggerService;
}): Promise<void> {
  const { config, knex, charts, reading, scheduler } = options;
  const { enabled, intervalSeconds } = config.updates;
  if (!enabled) {
    return;
  }
  const look = createUpdates({
    ...options,
    charts,
    database: createDatabase(knex),
    declarations: reading.declarations,
    environments: config.environments.map(({ name }) => name),
  });
  await scheduler.scheduleTask({
    id: 'helm-updates',
    frequency: { seconds: intervalSeconds },
    timeout: { minutes: 30 },
    initialDelay: { seconds: Math.min(FIRST_SECONDS, intervalSeconds) },
    fn: async () => {
      try {
        await look();
      } catch (error) {
        options.logger.warn(`The look for newer versions failed: ${error}`);
      }
    },
  });
}
