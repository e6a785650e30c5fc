import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { Knex } from 'knex';
import type { ChartSource } from '../charts';
import { createDatabase } from '../database/Database';
import {
  dialects,
  openDatabases,
} from '../database/__testUtils__/openDatabases';
import type { Declaration } from '../declarations/Declaration';
import { declaration, release } from '../plans/__testUtils__/planningWorld';
import { createUpdates } from './createUpdates';

jest.setTimeout(60_000);

const databases = openDatabases();
afterAll(() => databases.close());

const at = (environment: string, repository = 'platform'): Declaration =>
  declaration({
    entityRef: `component:default/${repository}`,
    environment,
    owner: 'group:default/team-web',
    release: { ...release, namespace: `${repository}-${environment}` },
    chart: { repository, name: 'web', version: '1.0.0' },
  });

describe.each(dialects)('the look for newer versions in %s', dialect => {
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.create(dialect);
  });
  beforeEach(async () => {
    await knex('helm_version_notices').delete();
  });

  function world(declarations: Declaration[]) {
    const sent: string[] = [];
    const published = { newest: '2.0.0' };
    const given = {
      send: async ({ payload }: NotificationSendOptions) => {
        sent.push(payload.title);
      },
      versions: (async (repository: string) => {
        if (repository === 'away') {
          throw new Error('connect ETIMEDOUT');
        }
        if (repository === 'silent') {
          return new Promise(() => undefined);
        }
        return [
          { version: published.newest, deprecated: false, isPrerelease: false },
        ];
      }) as ChartSource['versions'],
    };
    const logger = mockServices.logger.mock();
    const look = createUpdates({
      database: createDatabase(knex),
      declarations: { all: async () => declarations },
      charts: { versions: (...asked) => given.versions(...asked) },
      notifications: { send: options => given.send(options) },
      logger,
      environments: ['dev', 'staging', 'prod'],
      patienceMs: 50,
    });
    return { look, sent, given, published, logger };
  }

  it('tells the owner once of each version, and of the next one again', async () => {
    const { look, sent, published } = world([at('staging'), at('dev')]);
    await look();
    await look();
    published.newest = '2.1.0';
    await look();
    expect(sent).toEqual([
      'web 2.0.0 is published; storefront declares 1.0.0 in dev, staging',
      'web 2.1.0 is published; storefront declares 1.0.0 in dev, staging',
    ]);
    expect(
      await knex('helm_version_notices').orderBy(['version', 'release_key']),
    ).toMatchObject([
      { release_key: 'nonprod/platform-dev/storefront', version: '2.0.0' },
      { release_key: 'nonprod/platform-staging/storefront', version: '2.0.0' },
      { version: '2.1.0' },
      { version: '2.1.0' },
    ]);
  });

  it('hides nothing behind a repository that is away or silent', async () => {
    const { look, sent } = world([
      at('dev', 'away'),
      at('dev', 'silent'),
      at('dev', 'other'),
    ]);
    await look();
    expect(sent).toHaveLength(1);
  });

  it('tries again what could not be sent', async () => {
    const { look, sent, given, logger } = world([at('dev')]);
    const { send } = given;
    given.send = async () => {
      throw new Error('Request failed with status 503');
    };
    await look();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    given.send = send;
    await look();
    expect(sent).toHaveLength(1);
  });

  it('says once that the portal has no notifications', async () => {
    const { look, given, logger } = world([at('dev'), at('dev', 'other')]);
    given.send = async () => {
      throw new Error('Request failed with status 404');
    };
    await look();
    expect(logger.info).toHaveBeenCalledTimes(1);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('bothers nobody where nobody owns it', async () => {
    const { look, sent } = world([{ ...at('dev'), owner: undefined }]);
    await look();
    expect(sent).toEqual([]);
  });
});
