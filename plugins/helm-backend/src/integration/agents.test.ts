import { randomUUID } from 'node:crypto';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import mcpActionsPlugin from '@backstage/plugin-mcp-actions-backend';
import { connectAgent } from './__testUtils__/connectAgent';
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
const name = `agent-${id}`;
const secret = `p&ss/${randomUUID()}`;
const dev = { cluster: 'nonprod', namespace: 'shop-dev', name };
const prod = { cluster: 'prod', namespace: 'shop-prod', name };

/** Echoes its secret wherever a chart can. */
const parrot = {
  'values.yaml': 'dbPassword: ""\nsize: 1\n',
  'templates/secret.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .Release.Name }}"}\nstringData: {dbPassword: {{ .Values.dbPassword | quote }}}\n',
  'templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}"}\ndata: {size: {{ .Values.size | quote }}, url: {{ printf "postgres://me:%s@db" .Values.dbPassword | quote }}}\n',
};

const DESTRUCTIVE = ['cancel-operation', 'deploy-release', 'rollback-release'];
const READ_ONLY = [
  'diff-release',
  'get-history',
  'get-operation',
  'get-release',
  'list-releases',
  'plan-release',
];

const userOf = ({ principal }: any): string => principal.userEntityRef;

/** Ana may do everything, Bob only look, Cleo not even that. */
function decide(permission: string, credentials: object): PolicyDecision {
  const user = userOf(credentials);
  const isRead = /\.read$/.test(permission);
  return user.endsWith('ana') || (user.endsWith('bob') && isRead)
    ? ALLOW
    : DENY;
}

jest.setTimeout(180_000);

suite('an agent with an MCP client', () => {
  let charts: Awaited<ReturnType<typeof serveCharts>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let ana: Awaited<ReturnType<typeof connectAgent>>;
  /** Everything that agents were told. */
  const said: string[] = [];

  async function connect(user: string) {
    const agent = await connectAgent(
      portal.server.port(),
      mockCredentials.user.header(user),
    );
    return {
      ...agent,
      async call(...args: Parameters<typeof agent.call>) {
        const answer = await agent.call(...args);
        said.push(answer.text);
        return answer;
      },
    };
  }

  /** What Helm keeps in the production cluster for this release. */
  const inProduction = () =>
    portal.kubectl(
      ...['--kubeconfig', portal.state.clusters[1].kubeconfig],
      ...['-n', prod.namespace, 'get', 'secrets', '-o', 'name'],
      ...['-l', `owner=helm,name=${name}`],
    );

  beforeAll(async () => {
    charts = await serveCharts({ parrot });
    portal = await startPortal({
      name,
      decide,
      plugins: [mcpActionsPlugin],
      entities: [
        component(name, 'group:default/team-web', {
          'helm-release/repository': 'crafted',
          'helm-release/chart': 'parrot',
          'helm-release/version': '1.0.0',
          'helm-release/values': `dbPassword: ${JSON.stringify(secret)}\n`,
        }),
      ],
      configure: config => {
        config.helm.repositories.push(...charts.repositories);
        config.app = { baseUrl: 'https://portal.example.com/' };
        config.backend.actions = { pluginSources: ['helm'] };
      },
    });
    ana = await connect('user:default/ana');
    await until(
      () => ana.call('list-releases', { q: name }),
      ({ output }) =>
        output.items.length === 2 &&
        output.items.every(({ state }: any) => state.lifecycle === 'Absent'),
      60,
    );
  });

  afterAll(async () => {
    await ana?.close();
    await portal?.helm('uninstall', name, '-n', dev.namespace).catch(() => '');
    await portal?.stop();
    await charts?.close();
  });

  it('finds nine tools, and which of them destroy', async () => {
    const { tools } = await ana.client.listTools();
    expect(tools.map(tool => tool.name).sort()).toEqual(
      [...DESTRUCTIVE, ...READ_ONLY].map(tool => `helm.${tool}`).sort(),
    );
    const hinted = (hint: 'destructiveHint' | 'readOnlyHint') =>
      tools
        .filter(({ annotations }) => annotations[hint])
        .map(tool => tool.name.slice('helm.'.length))
        .sort();
    expect(hinted('destructiveHint')).toEqual(DESTRUCTIVE);
    expect(hinted('readOnlyHint')).toEqual(READ_ONLY);
    for (const tool of tools) {
      expect(tool.description.length).toBeGreaterThan(80);
    }
  });

  it('deploys to dev for real, once for one key', async () => {
    const wanted = {
      ...dev,
      reason: 'The first one',
      idempotencyKey: 'first',
      waitSeconds: 50,
    };
    const first = await ana.call('deploy-release', wanted);
    expect([first.text, first.isError]).toEqual([first.text, false]);
    expect(first.output).toMatchObject({
      started: true,
      plan: { kind: 'install', toVersion: '1.0.0' },
      operation: {
        status: 'succeeded',
        requestedBy: 'user:default/ana',
        revisionAfter: 1,
      },
    });
    const again = await ana.call('deploy-release', wanted);
    expect(again.output.operation).toEqual(first.output.operation);
    const other = await ana.call('deploy-release', {
      ...wanted,
      values: 'size: 3',
    });
    expect([other.isError, other.text]).toEqual([
      true,
      expect.stringContaining('IDEMPOTENCY_KEY_REUSED'),
    ]);
    const deployed = await portal.helm(
      ...['get', 'values', name, '-n', dev.namespace, '-o', 'json'],
    );
    expect(JSON.parse(deployed)).toEqual({ dbPassword: secret });

    const { items } = await portal.get(
      `/audit?operationId=${first.output.operation.id}`,
    );
    expect(
      items.find(({ action }: any) => action === 'operation.requested'),
    ).toMatchObject({
      actor: 'user:default/ana',
      reason: 'The first one',
      detail: { via: 'actions' },
    });
  });

  it('plans, looks at the difference, runs the very plan and rolls it back', async () => {
    const planned = await ana.call('plan-release', {
      ...dev,
      kind: 'deploy',
      values: 'size: 2',
    });
    expect(planned.output).toMatchObject({
      kind: 'upgrade',
      counts: { changed: 1 },
      blockedBy: [],
    });
    const diff = await ana.call('diff-release', {
      ...dev,
      right: `plan:${planned.output.id}`,
    });
    expect(diff.output.entries[0]).toMatchObject({
      title: expect.stringContaining('ConfigMap'),
      lines: expect.stringMatching(/^-.*size: "1"$/m),
    });
    const values = await ana.call('diff-release', {
      ...dev,
      right: `plan:${planned.output.id}`,
      of: 'values',
    });
    expect(values.isError).toBe(false);
    const wrong = await ana.call('rollback-release', {
      ...dev,
      planId: planned.output.id,
      reason: 'Not what it is',
    });
    expect([wrong.isError, wrong.text]).toEqual([
      true,
      expect.stringContaining('no such plan'),
    ]);

    const run = await ana.call('deploy-release', {
      ...dev,
      planId: planned.output.id,
      reason: 'Larger',
    });
    const { id: operation } = run.output.operation;
    const settled = await until(
      () => ana.call('get-operation', { id: operation }),
      ({ output }) => output.operation.isOver,
      60,
    );
    expect(settled.output.operation).toMatchObject({
      status: 'succeeded',
      url: `https://portal.example.com/helm/operations/${operation}`,
    });
    const late = await ana.call('cancel-operation', { id: operation });
    expect([late.isError, late.text]).toEqual([
      true,
      expect.stringContaining('NOT_CANCELLABLE'),
    ]);

    const back = await ana.call('rollback-release', {
      ...dev,
      revision: 1,
      reason: 'Too large',
      waitSeconds: 50,
    });
    expect(back.output).toMatchObject({
      operation: { kind: 'rollback', status: 'succeeded', revisionAfter: 3 },
    });
    const history = await ana.call('get-history', { ...dev, limit: 2 });
    expect(history.output).toMatchObject({
      total: 3,
      items: [
        { revision: 3, rollbackTo: 1, by: 'user:default/ana' },
        { revision: 2, reason: 'Larger' },
      ],
    });
    const release = await ana.call('get-release', dev);
    expect(release.output).toMatchObject({
      environment: 'dev',
      declared: { version: '1.0.0' },
      revision: { revision: 3 },
    });
  });

  it('is refused on prod with the page where people approve, and changes nothing there', async () => {
    const refused = await ana.call('deploy-release', {
      ...prod,
      reason: 'It works in dev',
      idempotencyKey: 'to-prod',
      waitSeconds: 5,
    });
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(
      /^NotAllowedError: APPROVAL_NEEDED: Nothing was changed in prod: the operation waits for 1 approval of group:default\/platform\. An agent can't approve; ask one of them to open https:\/\/portal\.example\.com\/helm\/operations\/[\w-]+\./,
    );
    const [, operation] = /operations\/([\w-]+)\./.exec(refused.text)!;
    const waiting = await ana.call('get-operation', { id: operation });
    expect(waiting.output.operation).toMatchObject({
      status: 'awaiting-approval',
      waitsForApprovalOf: ['group:default/platform'],
    });
    expect(await inProduction()).toBe('');
    const cancelled = await ana.call('cancel-operation', { id: operation });
    expect(cancelled.output.operation).toMatchObject({ status: 'cancelled' });
  });

  it('is told what a person would be', async () => {
    const bob = await connect('user:default/bob');
    const cleo = await connect('user:default/cleo');
    const wanted = { ...dev, reason: 'Let me', asDeclared: true };
    expect(await bob.call('deploy-release', wanted)).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^NotAllowedError: NOT_ALLOWED: You need/),
    });
    expect((await bob.call('get-release', dev)).isError).toBe(false);
    const absent = { ...wanted, name: 'absent' };
    const unseen = (await cleo.call('deploy-release', wanted)).text;
    expect(unseen).toMatch(/^NotFoundError: NOT_FOUND/);
    expect((await cleo.call('deploy-release', absent)).text).toBe(
      unseen.replace(name, 'absent'),
    );
    expect((await cleo.call('list-releases', {})).output.items).toEqual([]);
    for (const wrong of [
      { ...dev, name: '--kubeconfig' },
      { ...dev, name: '' },
    ]) {
      const answer = await ana.call('get-release', wrong);
      expect([answer.isError, answer.text]).toEqual([
        true,
        expect.stringMatching(/^(NotFound|Input)Error/),
      ]);
    }
    await bob.close();
    await cleo.close();
  });

  it('sees no secret, in no form', () => {
    const everything = said.join('\n');
    expect(everything).toContain('••••••');
    for (const form of [
      secret,
      Buffer.from(secret).toString('base64'),
      encodeURIComponent(secret),
    ]) {
      expect(everything).not.toContain(form);
    }
  });
});
