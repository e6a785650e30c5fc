import { randomUUID } from 'node:crypto';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import {
  auditListSchema,
  diffSchema,
  operationSchema,
  planSchema,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import {
  ALLOW,
  component,
  DENY,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const name = `write-${randomUUID().slice(0, 8)}`;
const release = { cluster: 'nonprod', namespace: 'shop-dev', name };
const contested = { ...release, name: `${name}-c` };
const path = `/clusters/nonprod/namespaces/shop-dev/releases/${name}`;

suite('changing real clusters through the API', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let decide: (permission: string) => PolicyDecision = () => ALLOW;
  const entity = (entityName = name) =>
    portal.get(`/entities/component/default/${entityName}/releases`);

  async function plan(request: object, expected = 201) {
    const { status, body } = await portal.send('post', '/plans', {
      release,
      ...request,
    });
    expect({ status, body }).toMatchObject({ status: expected });
    return body;
  }

  async function operate(
    request: object,
    key: string = randomUUID(),
  ): Promise<Operation> {
    const made = planSchema.parse(await plan(request));
    expect(made.blockedBy).toEqual([]);
    const { status, body } = await portal.send(
      'post',
      '/operations',
      { plan: made.id, reason: 'Because of a test' },
      { 'idempotency-key': key },
    );
    expect({ status, body }).toMatchObject({ status: 202 });
    return operationSchema.parse(
      await until(
        () => portal.get(`/operations/${body.id}`),
        operation => operation.finishedAt !== undefined,
        60,
      ),
    );
  }

  it('starts', async () => {
    portal = await startPortal({
      name,
      entities: [
        component(name, 'group:default/team-web', {
          'helm-release/values': 'replicaCount: 1\n',
        }),
        // Two of one team that want the same release.
        component(`${name}-one`, 'group:default/team-web', {
          'helm-release/name': contested.name,
        }),
        component(`${name}-two`, 'group:default/team-web', {
          'helm-release/name': contested.name,
        }),
      ],
      decide: permission => decide(permission),
    });
    const before = await until(
      entity,
      body => body.targets[0]?.headline.state === 'Absent',
    );
    expect(before.targets[0].actions).toContainEqual({
      action: 'install',
      allowed: true,
    });
  }, 60_000);

  afterEach(() => {
    decide = () => ALLOW;
  });

  afterAll(async () => {
    await portal.helm(
      'uninstall',
      name,
      '-n',
      'shop-dev',
      '--ignore-not-found',
    );
    await portal.stop();
  }, 60_000);

  it('20. lets neither of two that declare a release install it', async () => {
    const { targets } = await entity(`${name}-one`);
    expect(targets[0].headline.state).toBe('Conflict');
    const { status, body } = await portal.send('post', '/plans', {
      release: contested,
      kind: 'install',
    });
    const code = status === 201 ? body.blockedBy[0].code : body.error.code;
    expect(code).toBe('BINDING_CONFLICT');
  });

  it('installs what is declared and owns it from then on', async () => {
    const operation = await operate({ kind: 'install' });
    expect(operation).toMatchObject({
      status: 'succeeded',
      revisionAfter: 1,
      requestedBy: 'user:default/ana',
    });
    const { targets } = await entity();
    expect(targets[0]).toMatchObject({
      headline: { state: 'InSync' },
      state: { owner: { kind: 'portal', name: `component:default/${name}` } },
      deployed: {
        revision: 1,
        by: 'user:default/ana',
        reason: 'Because of a test',
        succeeded: true,
      },
    });
  }, 90_000);

  it('upgrades with an override, which the card shows and the diff explains', async () => {
    const operation = await operate({
      kind: 'upgrade',
      version: '1.3.0',
      values: 'replicaCount: 2\n',
    });
    expect(operation).toMatchObject({ status: 'succeeded', revisionAfter: 2 });
    const { targets } = await entity();
    expect(targets[0]).toMatchObject({
      headline: { state: 'InSync' },
      deployed: { chartVersion: '1.3.0' },
      override: { version: '1.3.0', keys: ['replicaCount'] },
    });
    const key = `nonprod/shop-dev/${name}`;
    const diff = diffSchema.parse(
      await portal.get(`/diff?of=values&left=${key}@1&right=${key}@2`),
    );
    expect(JSON.stringify(diff.entries)).toContain('replicaCount');
  }, 90_000);

  it('rolls back and says so in the history', async () => {
    const operation = await operate({ kind: 'rollback', revision: 1 });
    expect(operation).toMatchObject({ status: 'succeeded', revisionAfter: 3 });
    const { items } = await portal.get(`${path}/history`);
    expect(items[0]).toMatchObject({
      revision: 3,
      rollbackTo: 1,
      operationId: operation.id,
      by: 'user:default/ana',
    });
  }, 90_000);

  it('15. denies what the policy denies, and audits it', async () => {
    const made = await plan({ kind: 'uninstall' });
    decide = permission =>
      permission === 'helm.release.uninstall' ? DENY : ALLOW;
    const denied = await portal.send(
      'post',
      '/operations',
      { plan: made.id, reason: 'No' },
      { 'idempotency-key': 'denied' },
    );
    expect(denied).toMatchObject({
      status: 403,
      body: { error: { code: 'NOT_ALLOWED' } },
    });
    decide = () => ALLOW;
    const audit = auditListSchema.parse(await portal.get('/audit?limit=5'));
    expect(audit.items[0]).toMatchObject({
      outcome: 'denied',
      actor: 'user:default/ana',
    });
  });

  it('uninstalls, and gives the name back', async () => {
    const operation = await operate({ kind: 'uninstall' });
    expect(operation.status).toBe('succeeded');
    const gone = await until(
      entity,
      body => body.targets[0].headline.state === 'Absent',
    );
    expect(gone.targets[0].actions).toContainEqual({
      action: 'install',
      allowed: true,
    });
  }, 90_000);
});
