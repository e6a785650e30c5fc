import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import {
  auditEntrySchema,
  HelmClient,
  type AuditEntry,
} from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import { driveRelease } from './__testUtils__/driveRelease';
import {
  ALLOW,
  component,
  DENY,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const name = `audit-${randomUUID().slice(0, 6)}`;
const release = { cluster: 'nonprod', namespace: 'shop-dev', name };

suite('what is audited', () => {
  const events: { said: string; severity?: string; isSuccess: boolean }[] = [];
  let denied: string | undefined;
  const decide = (permission: string): PolicyDecision =>
    permission === denied ? DENY : ALLOW;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let client: HelmClient;

  beforeAll(async () => {
    portal = await startPortal({
      name,
      decide,
      entities: [
        component(name, 'group:default/team-web', {
          'helm-release/environments': 'dev',
        }),
      ],
      services: [
        createServiceFactory({
          service: coreServices.auditor,
          deps: {},
          factory: () => ({
            async createEvent({ eventId, severityLevel, meta }) {
              const record = (isSuccess: boolean) => {
                events.push({
                  said: `${eventId}.${meta?.actionType} ${meta?.outcome} ${
                    meta?.actor
                  } ${meta?.operationId ?? ''}`,
                  severity: severityLevel,
                  isSuccess,
                });
              };
              return {
                success: async () => record(true),
                fail: async () => record(false),
              };
            },
          }),
        }),
      ],
    });
    client = new HelmClient({
      discoveryApi: {
        getBaseUrl: async () =>
          `http://127.0.0.1:${portal.server.port()}/api/helm`,
      },
      fetchApi: {
        fetch: (input: RequestInfo | URL, init?: RequestInit) =>
          fetch(input, {
            ...init,
            headers: {
              ...init?.headers,
              authorization: mockCredentials.user.header('user:default/ana'),
            },
          }),
      },
    });
    await until(
      () => portal.get(`/entities/component/default/${name}/releases`),
      body => body.targets[0]?.headline.state === 'Absent',
    );
  }, 60_000);

  afterAll(() => portal?.stop(), 60_000);

  it('is the same in the trail, in the exports and at the auditor', async () => {
    const drive = driveRelease(portal, release);
    const plan = await drive.plan({ kind: 'install' });
    denied = 'helm.release.deploy';
    expect((await drive.askOperation(plan.id, 'Not allowed')).status).toBe(403);
    denied = undefined;
    expect((await drive.askOperation(plan.id, '')).status).toBe(400);
    await drive.operate({ kind: 'install' }, '=cmd|calc');
    const upgraded = await drive.operate(
      { kind: 'upgrade', values: 'replicaCount: 2\n' },
      'Busier, now',
    );
    expect(
      (await portal.send('post', `/operations/${upgraded.id}/cancel`)).status,
    ).toBe(409);
    await drive.operate({ kind: 'uninstall' }, 'Done');

    const { items } = await client.audit({ release, limit: 100 });
    const said = (entry: AuditEntry) =>
      `${entry.action} ${entry.outcome} ${entry.actor} ${
        entry.operationId ?? ''
      }`;
    const story = items.map(({ action, outcome }) => `${action} ${outcome}`);
    expect(story.reverse()).toEqual([
      'operation.requested denied',
      'operation.requested failed',
      'binding.claimed done',
      'operation.requested allowed',
      'operation.started allowed',
      'operation.settled done',
      'operation.requested allowed',
      'operation.started allowed',
      'operation.settled done',
      'override.set done',
      'operation.cancel-requested failed',
      'operation.requested allowed',
      'operation.started allowed',
      'operation.settled done',
      'override.cleared done',
      'binding.removed done',
    ]);

    await until(
      async () => events.length,
      length => length >= items.length,
    );
    const mine = items.map(said);
    expect(
      events.map(event => event.said).filter(text => mine.includes(text)),
    ).toEqual(expect.arrayContaining(mine));
    expect(
      events
        .filter(({ isSuccess }) => !isSuccess)
        .map(({ said: text, severity }) => [text.split(' ')[0], severity]),
    ).toEqual([
      ['operation.requested', 'high'],
      ['operation.requested', 'medium'],
      ['operation.cancel-requested', 'medium'],
    ]);

    const json = await client.exportAudit('json', { release });
    const exported = z
      .array(auditEntrySchema)
      .parse(JSON.parse(await json.text()));
    expect(exported).toEqual(items);
    const csv = await (await client.exportAudit('csv', { release })).text();
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(items.length + 1);
    expect(csv).toContain(`"'=cmd|calc"`);
  }, 120_000);
});
