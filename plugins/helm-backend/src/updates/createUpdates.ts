import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { ChartSource } from '../charts';
import type { Database } from '../database/Database';
import type { Declaration } from '../declarations/Declaration';
import { forEachLimited } from '../releases/forEachLimited';
import { composeUpdate } from './composeUpdate';
import { keyOf, newerDeclared, type Update } from './newerDeclared';
import { recordTold, untold } from './versionNotices';

/** Repositories that are asked at once. */
const AT_ONCE = 4;
/** Notifications of one round; the rest is told by the next one. */
const MOST_TOLD = 200;
/** A repository that says nothing hides no other. */
const PATIENCE_MS = 30_000;

/** Looks once for newer versions of what is declared, and tells the owners. */
export function createUpdates(options: {
  database: Database;
  declarations: { all(): Promise<Declaration[]> };
  charts: Pick<ChartSource, 'versions'>;
  notifications: NotificationService;
  logger: Pick<LoggerService, 'debug' | 'info' | 'warn'>;
  /** Names in the order of the screen. */
  environments: readonly string[];
  patienceMs?: number;
}): () => Promise<void> {
  const { database, charts, notifications, logger } = options;
  const { patienceMs = PATIENCE_MS } = options;

  async function published(declarations: readonly Declaration[]) {
    const wanted = new Map(
      declarations.flatMap(({ chart }) =>
        chart ? [[keyOf(chart), chart] as const] : [],
      ),
    );
    const found = new Map<
      string,
      Awaited<ReturnType<ChartSource['versions']>>
    >();
    await forEachLimited([...wanted], AT_ONCE, async ([key, chart]) => {
      try {
        found.set(
          key,
          await within(
            patienceMs,
            charts.versions(chart.repository, chart.name),
          ),
        );
      } catch (error) {
        logger.debug(`Newer versions of ${key} are not known: ${error}`);
      }
    });
    return found;
  }

  /** The parts of an update that are news. */
  async function news(updates: readonly Update[]): Promise<Update[]> {
    const fresh: Update[] = [];
    for (const update of updates) {
      const { version, declared } = update;
      const unknown = await untold(
        database,
        declared.map(each => ({ release: each.release, version })),
      );
      if (unknown.length) {
        fresh.push(update);
      }
    }
    return fresh;
  }

  return async () => {
    const place = ({ environment }: Declaration) =>
      options.environments.indexOf(environment);
    const declarations = [...(await options.declarations.all())].sort(
      (one, other) => place(one) - place(other),
    );
    const updates = await news(
      newerDeclared(declarations, await published(declarations)),
    );
    for (const update of updates.slice(0, MOST_TOLD)) {
      const { owner, version, declared, entityRef } = update;
      if (owner) {
        try {
          await notifications.send(composeUpdate(update, owner));
        } catch (error) {
          if (/\b404\b/.test(String(error))) {
            logger.info('This portal has no notifications: nobody is notified');
            return;
          }
          logger.warn(`Nobody was told of a newer version for ${entityRef}`);
          continue;
        }
      }
      await recordTold(
        database,
        declared.map(({ release }) => ({ release, version })),
      );
    }
  };
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer in ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
