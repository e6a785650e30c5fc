import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { Config } from '@backstage/config';
import { registerActions } from '../actions';
import type { Digester } from '../digest/Digester';
import { createReleaseViews } from '../releases/createReleaseViews';
import type { createChanging } from './createChanging';
import type { Reading } from './createReading';

/** Offers the read and the write path to agents. */
export function startActions(options: {
  actionsRegistry: ActionsRegistryService;
  config: Config;
  reading: Reading;
  changing: Awaited<ReturnType<typeof createChanging>>;
  digester: Digester;
  logger: LoggerService;
  redactText: (text: string) => string;
  now: () => number;
}): void {
  const { reading, changing, config } = options;
  registerActions({
    ...options,
    registry: options.actionsRegistry,
    views: createReleaseViews(reading.context),
    lister: reading.context.lister,
    diff: changing.diff,
    planning: changing.planning,
    plans: changing.plans,
    operations: changing.operations.service,
    appUrl: (config.getOptionalString('app.baseUrl') ?? '').replace(/\/+$/, ''),
    wait: milliseconds => sleep(milliseconds, undefined, { ref: false }),
  });
}
