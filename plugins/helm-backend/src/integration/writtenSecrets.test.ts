import { randomUUID } from 'node:crypto';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { secretReferenceSchema } from '@backstage-helm/plugin-helm-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import {
  dialects,
  openDatabases,
  type Databases,
} from '../database/__testUtils__/openDatabases';
import { keepingLogger } from './__testUtils__/keepingLogger';
import {
  ALLOW,
  component,
  DENY,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const WRITE = 'helm.secret.write';

/** Of every kind of character, and too long to be anywhere by chance. */
const secrets = fc
  .sample(fc.string({ unit: 'grapheme', minLength: 10, maxLength: 200 }), 15)
  .map(text => `${text}${randomUUID()}`);

/** Every row of every table, as text. */
async function dump(knex: Knex): Promise<string> {
  const tables: string[] =
    knex.client.config.client === 'pg'
      ? await knex('pg_tables')
          .where({ schemaname: 'public' })
          .pluck('tablename')
      : await knex('sqlite_master').where({ type: 'table' }).pluck('name');
  const rows = await Promise.all(tables.map(table => knex(table).select('*')));
  return JSON.stringify(rows);
}

jest.setTimeout(180_000);

suite.each(dialects)('a Secret that is written (%s)', dialect => {
  const name = `written-${randomUUID().slice(0, 6)}`;
  const path = (secret: string, release = name) =>
    `/clusters/nonprod/namespaces/shop-dev/releases/${release}/secrets/${secret}`;
  const lines: string[] = [];
  const said: string[] = [];
  let databases: Databases;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let decide: (permission: string) => PolicyDecision = () => ALLOW;

  async function put(secret: string, body: object, release?: string) {
    const answer = await portal.send('put', path(secret, release), body);
    said.push(answer.text);
    return answer;
  }

  beforeAll(async () => {
    databases = openDatabases();
    knex = await databases.create(dialect);
    portal = await startPortal({
      name,
      knex,
      decide: permission => decide(permission),
      logger: keepingLogger(lines),
      entities: [
        component(name, 'group:default/team-web', {
          'helm-release/environments': 'dev',
        }),
      ],
    });
    await until(
      () => portal.get(`/entities/component/default/${name}/releases`),
      ({ targets }) => targets[0]?.headline.state === 'Absent',
      60,
    );
  });

  afterAll(async () => {
    await portal?.kubectl(
      ...['delete', 'secrets', '-n', 'shop-dev', '--ignore-not-found'],
      ...[name, `${name}-theirs`],
    );
    await portal?.stop();
    await databases?.close();
  });

  it('is in the cluster, by the deployer, and in nothing of the portal', async () => {
    for (const [index, secret] of secrets.entries()) {
      const { status, body } = await put(name, {
        data: { 'db.password': secret },
        reason: `Turned, was ${secret}`,
      });
      expect([status, secretReferenceSchema.parse(body)]).toEqual([
        200,
        {
          name,
          namespace: 'shop-dev',
          keys: ['db.password'],
          created: index === 0,
        },
      ]);
      const { data, metadata, type } = JSON.parse(
        await portal.kubectl(
          ...['get', 'secret', name, '-n', 'shop-dev', '-o', 'json'],
          '--show-managed-fields',
        ),
      );
      expect(Buffer.from(data['db.password'], 'base64').toString()).toBe(
        secret,
      );
      expect([type, metadata.labels]).toEqual([
        'Opaque',
        {
          'app.kubernetes.io/managed-by': 'backstage-helm',
          'backstage-helm/release': name,
        },
      ]);
    }

    const data = { 'db.password': secrets[0] };
    await portal.kubectl(
      ...['create', 'secret', 'generic', `${name}-theirs`, '-n', 'shop-dev'],
      '--from-literal=db.password=theirs',
    );
    expect((await put(`${name}-theirs`, { data })).body.error.code).toBe(
      'SECRET_NOT_OURS',
    );
    expect((await put(name, { data }, 'undeclared')).body.error.code).toBe(
      'NOT_DECLARED',
    );
    decide = permission => (permission === WRITE ? DENY : ALLOW);
    expect((await put(name, { data })).status).toBe(403);
    decide = () => DENY;
    expect((await put(name, { data })).status).toBe(404);
    decide = () => ALLOW;
    expect((await put(name, { data, more: secrets[1] })).status).toBe(400);

    const audit = await portal.get('/audit?action=secret.written');
    said.push(JSON.stringify(audit));
    expect(audit.items.map(({ outcome }: any) => outcome)).toEqual([
      'denied',
      'denied',
      'failed',
      'failed',
      ...secrets.map(() => 'done'),
    ]);
    expect(audit.items[4].detail).toMatchObject({
      secret: name,
      keys: ['db.password'],
    });

    const places = { said: said.join('\n'), lines: lines.join('\n') };
    for (const [place, text] of Object.entries({
      ...places,
      rows: await dump(knex),
    })) {
      for (const secret of secrets) {
        for (const form of [
          secret,
          JSON.stringify(secret).slice(1, -1),
          Buffer.from(secret).toString('base64'),
          encodeURIComponent(secret),
          secret.slice(-36),
        ]) {
          expect([place, text.includes(form)]).toEqual([place, false]);
        }
      }
    }
  });
});
