import knexFactory from 'knex';
import { ALLOW, component, startPortal } from './startPortal';

/**
 * A portal in a process of its own, which a test can kill. Its arguments: a
 * name, a SQLite file, and as JSON the components with their annotations. It
 * tells its port to the process that started it.
 */
async function main(
  name: string,
  filename: string,
  components: Record<string, Record<string, string>>,
) {
  const portal = await startPortal({
    name,
    entities: Object.entries(components).map(([entity, annotations]) =>
      component(entity, 'group:default/team-web', annotations),
    ),
    decide: () => ALLOW,
    knex: knexFactory({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    }),
  });
  process.send?.({ port: portal.server.port() });
}

const [name, filename, components] = process.argv.slice(2);
main(name, filename, JSON.parse(components));
