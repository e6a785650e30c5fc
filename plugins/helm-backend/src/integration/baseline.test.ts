import { randomUUID } from 'node:crypto';
import { baselineEnvironment } from './__testUtils__/baselineSettings';
import {
  createRights,
  kubectlOf,
  type Kubectl,
} from './__testUtils__/baselineWorld';
import { driveRelease } from './__testUtils__/driveRelease';
import { readClusters } from './__testUtils__/localClusters';
import {
  ALLOW,
  component,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const id = randomUUID().slice(0, 6);
const namespace = `base-${id}`;
const release = { cluster: 'nonprod', namespace, name: `web-${id}` };
const NAME = 'backstage-helm-baseline';

suite('the baseline of a namespace', () => {
  let kubectl: Kubectl;
  let rights: Awaited<ReturnType<typeof createRights>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let drive: ReturnType<typeof driveRelease>;

  const read = async (what: string) =>
    JSON.parse(await kubectl(['-n', namespace, 'get', what, '-o', 'json']));
  const baselineLines = async (operation: string) =>
    (await drive.events(operation))
      .map(({ text }) => text)
      .filter(text => text.startsWith('Baseline: '));
  const values = (replicas: number, memory = '64Mi') =>
    `replicaCount: ${replicas}\nresources: {requests: {cpu: 200m, memory: ${memory}}}\n`;

  beforeAll(async () => {
    const state = await readClusters();
    kubectl = kubectlOf(state);
    rights = await createRights(kubectl, id);
    portal = await startPortal({
      name: `baseline-${id}`,
      decide: () => ALLOW,
      entities: [
        component(release.name, 'group:default/team-web', {
          'helm-release/environments': `base-${id}`,
          'helm-release/values': values(2),
        }),
      ],
      configure: ({ helm }) =>
        helm.environments.push(baselineEnvironment(id, namespace, rights)),
    });
    drive = driveRelease(portal, release);
    await until(
      () => portal.get(`/entities/component/default/${release.name}/releases`),
      body => body.targets[0]?.headline.state === 'Absent',
    );
  }, 60_000);

  afterAll(async () => {
    await portal?.stop();
    await rights?.remove();
    await kubectl(['delete', 'namespace', namespace, '--wait=false']);
  }, 60_000);

  it('is there before the first object, in a namespace that was not', async () => {
    const installed = await drive.operate({ kind: 'install' }, 'First');
    expect(installed).toMatchObject({ status: 'succeeded' });
    const lines = await baselineLines(installed.id);
    expect(lines).toEqual([
      `Baseline: Namespace ${namespace} created`,
      `Baseline: ResourceQuota ${NAME} created`,
      `Baseline: LimitRange ${NAME} created`,
      `Baseline: NetworkPolicy ${NAME} created`,
      expect.stringMatching(
        /^Baseline: RoleBinding backstage-helm-owner-\w+ created$/,
      ),
      'Baseline: ServiceAccount helm-deployer created',
      'Baseline: RoleBinding backstage-helm-deployer created',
    ]);

    expect(
      (await read(`namespace/${namespace}`)).metadata.labels,
    ).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'baseline',
      team: 'web',
    });
    const managed = { 'app.kubernetes.io/managed-by': 'backstage-helm' };
    expect(await read(`resourcequota/${NAME}`)).toMatchObject({
      metadata: { labels: managed },
      spec: { hard: { 'requests.cpu': '1', pods: '20' } },
    });
    expect(await read(`limitrange/${NAME}`)).toMatchObject({
      metadata: { labels: managed },
      spec: {
        limits: [
          { type: 'Container', defaultRequest: { cpu: '10m', memory: '16Mi' } },
        ],
      },
    });
    expect(await read(`networkpolicy/${NAME}`)).toMatchObject({
      metadata: { labels: managed },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      },
    });
    const { items } = await read('rolebindings');
    expect(items).toContainEqual(
      expect.objectContaining({
        roleRef: expect.objectContaining({ name: rights.ownerRole }),
        subjects: [expect.objectContaining({ kind: 'Group', name: 'web' })],
      }),
    );
  }, 120_000);

  it('changes nothing the second time', async () => {
    const upgraded = await drive.operate(
      { kind: 'upgrade', values: values(2, '65Mi') },
      'Second',
    );
    expect(upgraded).toMatchObject({ status: 'succeeded' });
    const lines = await baselineLines(upgraded.id);
    expect(lines).toHaveLength(7);
    expect(lines.filter(line => !line.endsWith(' unchanged'))).toEqual([]);
  }, 120_000);

  it('says before a deploy by how much it would exceed the quota', async () => {
    await until(
      () => read(`resourcequota/${NAME}`),
      ({ status }) => status.used['requests.cpu'] === '400m',
      30,
    );
    const plan = await drive.plan({ kind: 'upgrade', values: values(6) });
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        level: 'accept',
        code: 'QUOTA_EXCEEDED',
        what: `Goes over the quota ${NAME}: requests.cpu 0.4 of 1; this deploy would need 1.2.`,
      }),
    );
    const fits = await drive.plan({ kind: 'upgrade', values: values(3) });
    expect(fits.findings.map(({ code }) => code)).not.toContain(
      'QUOTA_EXCEEDED',
    );
  }, 60_000);

  const failing = async (memory: string) => {
    const { revision } = (
      await portal.get(
        `/clusters/nonprod/namespaces/${namespace}/releases/${release.name}/history`,
      )
    ).items[0];
    const failed = await drive.operate(
      { kind: 'upgrade', values: values(2, memory) },
      'Will not go',
    );
    expect(failed).toMatchObject({
      status: 'failed',
      outcome: { code: 'BASELINE_FAILED' },
    });
    const after = await portal.get(
      `/clusters/nonprod/namespaces/${namespace}/releases/${release.name}/history`,
    );
    expect(after.items[0].revision).toBe(revision);
    return JSON.stringify(failed.outcome);
  };

  it('names the manager and the field of a conflict, and takes nothing by force', async () => {
    await kubectl(
      [
        'apply',
        '--server-side',
        '--force-conflicts',
        '--field-manager=platform-team',
        '-f',
        '-',
      ],
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: NAME, namespace },
        spec: { hard: { pods: '50' } },
      },
    );
    const outcome = await failing('66Mi');
    expect(outcome).toContain('platform-team');
    expect(outcome).toContain('.spec.hard.pods');
    expect((await read(`resourcequota/${NAME}`)).spec.hard.pods).toBe('50');
    await kubectl(['-n', namespace, 'delete', 'resourcequota', NAME]);
  }, 60_000);

  it('names the rule that is missing', async () => {
    await rights.allow(
      ({ resources }) => !resources.includes('networkpolicies'),
    );
    const outcome = await failing('67Mi');
    expect(outcome).toContain(`helm-system/${rights.account}`);
    expect(outcome).toContain(
      "{apiGroups: ['networking.k8s.io'], resources: [networkpolicies], verbs: [create, get, patch]}",
    );

    await kubectl([
      '-n',
      namespace,
      'delete',
      'rolebinding',
      'backstage-helm-deployer',
    ]);
    await rights.allow(({ verbs }) => !verbs.includes('bind'));
    expect(await failing('68Mi')).toContain(
      `{apiGroups: ['rbac.authorization.k8s.io'], resources: [clusterroles], resourceNames: ['${rights.deployerRole}'], verbs: [bind]}`,
    );
    await rights.allow(() => true);
    const mended = await drive.operate(
      { kind: 'upgrade', values: values(2, '69Mi') },
      'With the rule',
    );
    expect(mended).toMatchObject({ status: 'succeeded' });
  }, 120_000);
});
