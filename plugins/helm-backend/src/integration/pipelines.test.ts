import { randomUUID } from 'node:crypto';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { permissionsServiceFactory } from '@backstage/backend-defaults/permissions';
import {
  HelmClient,
  isTerminal,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import {
  component,
  DENY,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const name = `ci-${randomUUID().slice(0, 6)}`;
const dev = { cluster: 'nonprod', namespace: 'shop-dev', name };
const prod = { cluster: 'prod', namespace: 'shop-prod', name };
const tokens = {
  ci: randomUUID(),
  looker: randomUUID(),
  elsewhere: randomUUID(),
};

/** A static token for some permissions of one plugin. */
const access = (
  subject: keyof typeof tokens,
  plugin: string,
  permission?: string[],
) => ({
  type: 'static',
  options: { token: tokens[subject], subject: `external:${subject}` },
  accessRestrictions: [{ plugin, ...(permission && { permission }) }],
});

jest.setTimeout(180_000);

suite('a pipeline with a service token', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  /** The typed client, as a pipeline in Node uses it. */
  const clientOf = (token: string) =>
    new HelmClient({
      discoveryApi: {
        getBaseUrl: async () =>
          `http://127.0.0.1:${portal.server.port()}/api/helm`,
      },
      fetchApi: {
        fetch: (url, init) => {
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${token}`);
          return fetch(url, { ...init, headers });
        },
      },
    });
  const ci = () => clientOf(tokens.ci);

  async function run(plan: string, key: string): Promise<Operation> {
    const { id } = await ci().createOperation(
      { plan, reason: 'Pipeline 4711' },
      key,
    );
    return until(
      () => ci().operation(id),
      ({ status }) => isTerminal(status),
      90,
    );
  }

  beforeAll(async () => {
    portal = await startPortal({
      name,
      decide: () => DENY,
      services: [authServiceFactory, httpAuthServiceFactory],
      permissions: permissionsServiceFactory,
      entities: [component(name, 'group:default/team-web', {})],
      configure: config => {
        config.backend.auth = {
          externalAccess: [
            access('ci', 'helm', [
              'helm.release.read',
              'helm.release.deploy',
              'helm.operation.read',
            ]),
            access('looker', 'helm', ['helm.release.read']),
            access('elsewhere', 'catalog'),
          ],
        };
        config.helm.automation = ['ci', 'looker'].map(subject => ({
          subject: `external:${subject}`,
          environments: ['dev'],
          kinds: ['install', 'upgrade'],
        }));
      },
    });
    await until(
      () => ci().releases({ q: name }),
      ({ items }) =>
        items.length === 2 &&
        items.every(({ state }) => state.lifecycle === 'Absent'),
      90,
    );
  });

  afterAll(async () => {
    await portal?.helm('uninstall', name, '-n', dev.namespace).catch(() => '');
    await portal?.stop();
  });

  it('deploys to dev, and a request that is sent again is the same one', async () => {
    const plan = await ci().createPlan({ release: dev, kind: 'install' });
    expect(plan).toMatchObject({ blockedBy: [], createdBy: 'external:ci' });
    const operation = await run(plan.id, 'pipeline-4711');
    expect(operation).toMatchObject({
      status: 'succeeded',
      requestedBy: 'external:ci',
      revisionAfter: 1,
    });
    expect((await run(plan.id, 'pipeline-4711')).id).toBe(operation.id);
  });

  it('does nothing that is not listed, and reads nothing that its token leaves out', async () => {
    const refused = [
      ci().createPlan({ release: prod, kind: 'install' }),
      ci().createPlan({ release: dev, kind: 'rollback' }),
      ci().createPlan({ release: dev, kind: 'uninstall' }),
      ci().writeSecret(dev, 'db', { data: { password: 'never-written' } }),
      ci().chart('local', 'web-service'),
      ci().audit(),
      // Listed, but its token is for looking.
      clientOf(tokens.looker).createPlan({ release: dev, kind: 'upgrade' }),
    ];
    for (const attempt of refused) {
      await expect(attempt).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
        status: 403,
      });
    }
    const { computed, mine, valuesDenied } = await ci().revision(dev, 1);
    expect([computed, mine, valuesDenied]).toEqual([
      undefined,
      undefined,
      expect.stringContaining('helm.release.values.read'),
    ]);
    expect((await clientOf(tokens.looker).history(dev)).items).toHaveLength(1);
    const secrets = await portal.kubectl(
      ...['get', 'secrets', '-n', dev.namespace, '-o', 'name'],
    );
    expect(secrets).not.toContain('secret/db\n');
  });

  it('is nobody with another token', async () => {
    for (const token of [tokens.elsewhere, randomUUID()]) {
      await expect(clientOf(token).releases()).rejects.toMatchObject({
        status: expect.any(Number),
      });
      const { status } = await fetch(
        `http://127.0.0.1:${portal.server.port()}/api/helm/releases`,
        { headers: { authorization: `Bearer ${token}` } },
      );
      expect([401, 403]).toContain(status);
    }
  });
});
