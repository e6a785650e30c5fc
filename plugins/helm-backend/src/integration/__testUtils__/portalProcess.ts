import { createWriteStream } from 'node:fs';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import knexFactory, { type Knex } from 'knex';
import { OPERATIONS_TIMES } from '../../operations';
import type { PortalSettings } from './portalSettings';
import { skewClock } from './skewClock';
import { ALLOW, component, startPortal } from './startPortal';
import {
  ownersMayChange,
  TEAM,
  teamCatalog,
  teamUserInfo,
} from './teamServices';

/**
 * A portal in a process of its own, which a test can kill. Its argument:
 * {@link PortalSettings}. It tells its port to the process that started it.
 */
async function main(settings: PortalSettings) {
  const { name, components, teamFile, helm, logFile } = settings;
  if (settings.clockSkewMs) {
    skewClock(settings.clockSkewMs);
  }
  Object.assign(OPERATIONS_TIMES, settings.times);
  const portal = await startPortal({
    name,
    entities: Object.entries(components).map(([entity, annotations]) =>
      component(entity, TEAM, annotations),
    ),
    decide: teamFile ? ownersMayChange(teamFile) : () => ALLOW,
    catalog: teamFile ? teamCatalog(teamFile) : undefined,
    services: teamFile ? [teamUserInfo(teamFile)] : [],
    logger: logFile ? fileLogger(logFile) : undefined,
    configure: config => {
      Object.assign(config.helm, helm);
      for (const environment of config.helm.environments) {
        if (settings.isUngoverned) {
          delete environment.approvals;
          delete environment.freeze;
        }
      }
    },
    knex: openDatabase(settings.database),
  });
  process.send?.({ port: portal.server.port() });
}

function openDatabase(database: PortalSettings['database']): Knex {
  return 'filename' in database
    ? knexFactory({
        client: 'better-sqlite3',
        connection: { filename: database.filename },
        useNullAsDefault: true,
        pool: { min: 1, max: 1 },
      })
    : knexFactory({
        client: 'pg',
        connection: database.postgres,
        useNullAsDefault: true,
        pool: { min: 0, max: 10 },
      });
}

function fileLogger(file: string) {
  const stream = createWriteStream(file, { flags: 'a' });
  const write = (level: string) => (message: string, meta?: unknown) => {
    const more = meta instanceof Error ? ` ${meta.stack}` : '';
    stream.write(`${new Date().toISOString()} ${level} ${message}${more}\n`);
  };
  const logger = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: () => undefined,
    child: () => logger,
  };
  return createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger,
  });
}

// Whoever started it is gone: nobody would end it.
process.once('disconnect', () => process.exit());
main(JSON.parse(process.argv[2]));
