import { randomUUID } from 'node:crypto';
import { get as httpGet } from 'node:http';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import { diffSchema } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import {
  openDatabases,
  type Databases,
} from '../database/__testUtils__/openDatabases';
import { driveRelease } from './__testUtils__/driveRelease';
import { keepingLogger } from './__testUtils__/keepingLogger';
import { serveCharts } from './__testUtils__/serveCharts';
import {
  ALLOW,
  component,
  DENY,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const id = randomUUID().slice(0, 6);
const name = `secret-${id}`;
const release = { cluster: 'nonprod', namespace: 'shop-dev', name };
const path = `/clusters/nonprod/namespaces/shop-dev/releases/${name}`;
const key = `nonprod/shop-dev/${name}`;
/** Signs that a URL escapes, so that its form there is another one. */
const secret = `p&ss/${randomUUID()}`;

/** Echoes its secret wherever a chart can, and fails with it when asked to. */
const parrot = {
  'values.yaml': 'dbPassword: ""\nbroken: false\nsize: 1\n',
  'templates/secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .Release.Name }}"}\nstringData: {dbPassword: {{ .Values.dbPassword | quote }}}\n',
  'templates/config.yaml': [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: {name: "{{ .Release.Name }}"}',
    'data:',
    '  size: {{ .Values.size | quote }}',
    '  plain: {{ .Values.dbPassword | quote }}',
    '  base64: {{ .Values.dbPassword | b64enc | quote }}',
    '  url: {{ printf "postgres://me:%s@db" (.Values.dbPassword | urlquery) | quote }}',
    '{{ if .Values.broken }}{{ fail (printf "cannot use %s" .Values.dbPassword) }}{{ end }}',
    '',
  ].join('\n'),
  'templates/NOTES.txt': 'Sign in with {{ .Values.dbPassword }}\n',
};

suite('a secret in the values', () => {
  const lines: string[] = [];
  /** Everything that left the portal over HTTP. */
  const said: string[] = [];
  let databases: Databases;
  let knex: Knex;
  let charts: Awaited<ReturnType<typeof serveCharts>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let drive: ReturnType<typeof driveRelease>;
  let decide: (permission: string) => PolicyDecision = () => ALLOW;

  const forms = [
    secret,
    Buffer.from(secret).toString('base64'),
    encodeURIComponent(secret),
  ];
  function expectHidden(text: string) {
    for (const form of forms) {
      const at = text.indexOf(form);
      expect(at < 0 ? '' : text.slice(Math.max(0, at - 300), at + 100)).toBe(
        '',
      );
    }
  }

  /** An operation's whole stream. */
  const stream = (operation: string): Promise<string> =>
    new Promise((resolve, reject) => {
      httpGet(
        {
          port: portal.server.port(),
          path: `/api/helm/operations/${operation}/events`,
          headers: {
            accept: 'text/event-stream',
            authorization: mockCredentials.user.header('user:default/ana'),
          },
        },
        response => {
          let text = '';
          response.on('data', chunk => (text += chunk));
          response.on('end', () => resolve(text));
        },
      ).on('error', reject);
    });

  it('starts', async () => {
    databases = openDatabases();
    knex = await databases.create('SQLite');
    charts = await serveCharts({ parrot });
    portal = await startPortal({
      name,
      decide: permission => decide(permission),
      knex,
      logger: keepingLogger(lines),
      entities: [
        component(name, 'group:default/team-web', {
          'helm-release/repository': 'crafted',
          'helm-release/chart': 'parrot',
          'helm-release/version': '1.0.0',
          'helm-release/environments': 'dev',
          'helm-release/values': `dbPassword: ${JSON.stringify(secret)}\n`,
        }),
      ],
      configure: ({ helm }) => helm.repositories.push(...charts.repositories),
    });
    const { get, send } = portal;
    portal.send = async (...args) => {
      const answer = await send(...args);
      said.push(answer.text);
      return answer;
    };
    portal.get = async (...args) => {
      const body = await get(...args);
      said.push(JSON.stringify(body));
      return body;
    };
    drive = driveRelease(portal, release);
    const { durable } = await until(
      () => portal.get(`/entities/component/default/${name}/releases`),
      ({ targets }) => targets[0]?.headline.state === 'Absent',
    );
    expect(durable).toBe(true);
  }, 60_000);

  afterAll(async () => {
    await portal.helm(
      ...['uninstall', name, '-n', 'shop-dev', '--ignore-not-found'],
    );
    await portal.stop();
    await charts.close();
    await databases.close();
  }, 60_000);

  it('12. is in no answer, stream, row or log, in no form', async () => {
    const install = await drive.operate({ kind: 'install' }, 'With a secret');
    expect(install).toMatchObject({ status: 'succeeded' });
    const deployed = async () =>
      JSON.parse(
        await portal.helm(
          'get',
          'values',
          name,
          '-n',
          'shop-dev',
          '-o',
          'json',
        ),
      );
    // The cluster has it: it went the only way that it should go.
    expect(await deployed()).toEqual({ dbPassword: secret });

    const { yaml } = await portal.get(`${path}/draft-values`);
    const upgrade = await drive.operate(
      { kind: 'upgrade', values: `${yaml}size: 2\n` },
      'Larger',
    );
    expect(upgrade).toMatchObject({ status: 'succeeded' });
    expect(await deployed()).toEqual({ dbPassword: secret, size: 2 });
    const failed = await drive.askPlan({
      kind: 'upgrade',
      values: `${yaml}broken: true\n`,
    });
    expect(failed.body.error).toMatchObject({ code: 'RENDER_FAILED' });
    const refused = await drive.askPlan({
      kind: 'upgrade',
      values: 'dbPassword: another-secret-of-mine\n',
    });
    expect(refused.body.error).toMatchObject({
      code: 'SECRET_IN_VALUES',
      wayOut: expect.any(String),
    });
    for (const left of [`${key}@1`, `${key}@deployed`]) {
      for (const what of ['values', 'manifest']) {
        await portal.get(`/diff?of=${what}&left=${left}&right=${key}@2`);
      }
    }
    for (const part of [
      `/entities/component/default/${name}/releases`,
      path,
      `${path}/history`,
      `${path}/revisions/1`,
      `${path}/revisions/2`,
      `${path}/resources`,
      `/plans/${upgrade.planId}`,
      `/operations/${upgrade.id}`,
      '/operations',
      '/audit',
      '/charts/crafted/parrot/1.0.0',
    ]) {
      await portal.get(part);
    }
    for (const format of ['csv', 'json']) {
      const trail = await portal.send('get', `/audit/export?format=${format}`);
      expect(trail.text).toContain(upgrade.id);
      said.push(trail.text);
    }
    said.push(await stream(install.id), await stream(upgrade.id));
    expect(said.join('\n')).toContain('Installed');
    expectHidden(said.join('\n'));

    const tables = await knex('sqlite_master')
      .where({ type: 'table' })
      .pluck('name');
    for (const table of tables) {
      expectHidden(JSON.stringify(await knex(table).select('*')));
    }
    expectHidden(lines.join('\n'));
    expect(JSON.stringify(said)).not.toContain('another-secret-of-mine');
  }, 90_000);

  it('13. is masked for who may not read values, and equality is still seen', async () => {
    decide = permission =>
      permission === 'helm.release.values.read' ? DENY : ALLOW;
    const values = diffSchema.parse(
      await portal.get(`/diff?of=values&left=${key}@1&right=${key}@2`),
    );
    expect(values).toMatchObject({ entries: [], denied: expect.any(String) });
    const diff = diffSchema.parse(
      await portal.get(`/diff?of=manifest&left=${key}@1&right=${key}@2`),
    );
    // The Secret is the same in both revisions, and this is all that is told.
    expect(diff.entries.map(({ title }) => title)).toEqual([
      expect.stringContaining('ConfigMap'),
    ]);
    for (const part of [
      `${path}/revisions/1`,
      `${path}/history`,
      path,
      '/operations',
    ]) {
      expectHidden(JSON.stringify(await portal.get(part)));
    }
    await portal.get(`${path}/draft-values`, 403);
    decide = () => ALLOW;
  });
});
