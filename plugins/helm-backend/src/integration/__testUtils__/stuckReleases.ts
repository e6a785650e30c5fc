import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { doctorSchema, type Doctor } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { chartArchive } from '../../charts/__testUtils__/archives';
import { driveRelease } from './driveRelease';
import { component, until, type startPortal } from './startPortal';

/** A chart that can be made to hang anywhere: its pods, or a hook of its uninstall. */
export const stuckChart = {
  'values.yaml': 'outcome: ready\nreplicas: 1\ndeleteHook: false\n',
  'templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels:
    helm.sh/chart: stuck-1.0.0
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels: {app: {{ .Release.Name }}}
  template:
    metadata:
      labels:
        app: {{ .Release.Name }}
        demo/outcome: {{ .Values.outcome }}
    spec:
      containers:
        - name: web
          image: registry.example.com/stuck:1.0.0
`,
  'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  outcome: {{ .Values.outcome }}
`,
  'templates/hook.yaml': `{{- if .Values.deleteHook }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-farewell
  annotations:
    helm.sh/hook: post-delete
spec:
  backoffLimit: 0
  template:
    metadata:
      labels: {demo/outcome: pending}
    spec:
      restartPolicy: Never
      containers:
        - name: hook
          image: registry.example.com/hook:1.0.0
{{- end }}
`,
};

/** A component that declares the chart in dev. */
export function stuckComponent(name: string, values = 'outcome: ready\n') {
  return component(name, 'group:default/team-web', {
    'helm-release/repository': 'crafted',
    'helm-release/chart': 'stuck',
    'helm-release/version': '1.0.0',
    'helm-release/environments': 'dev',
    'helm-release/values': values,
    'helm-release/timeout': '60s',
    'helm-release/rollbackOnFailure': 'false',
  });
}

/** Breaks releases for real, and looks at them. */
export function stuckReleases(
  portal: Awaited<ReturnType<typeof startPortal>>,
  knex: Knex,
  helmBinary: string,
) {
  const namespace = 'shop-dev';
  const refOf = (name: string) => ({ cluster: 'nonprod', namespace, name });
  const kubeconfig = portal.state.clusters[0].kubeconfig;

  async function doctor(name: string): Promise<Doctor> {
    const { status, body } = await portal.send(
      'get',
      `/clusters/nonprod/namespaces/${namespace}/releases/${name}/doctor`,
    );
    expect([status, body.error]).toEqual([200, undefined]);
    return doctorSchema.parse(body);
  }

  const statuses = async (name: string): Promise<Record<number, string>> =>
    Object.fromEntries(
      JSON.parse(
        await portal.helm('history', name, '-n', namespace, '-o', 'json'),
      ).map((row: { revision: number; status: string }) => [
        row.revision,
        row.status,
      ]),
    );

  /** Status in the label of the newest Secret. */
  const label = (name: string) =>
    portal.kubectl(
      ...['get', 'secrets', '-n', namespace],
      ...['-l', `owner=helm,name=${name}`],
      ...['-o', 'jsonpath={.items[-1:].metadata.labels.status}'],
    );

  async function storedStatus(name: string): Promise<string | undefined> {
    const known = await statuses(name).catch(() => ({}));
    return Object.values(known).at(-1);
  }

  /** Starts an operation and kills its Helm once storage has the status. */
  async function killDuring(
    name: string,
    request: object,
    status: string,
    when: () => Promise<boolean> = async () => true,
  ) {
    const { plan, askOperation, settled } = driveRelease(portal, refOf(name));
    const { id: planId } = await plan(request);
    const asked = await askOperation(planId, `To hang in ${status}`);
    expect([asked.status, asked.body.error]).toEqual([202, undefined]);
    await until(
      () => storedStatus(name),
      found => found === status,
      60,
    );
    await until(when, Boolean, 60);
    const { pid } = await knex('helm_operations')
      .where({ id: asked.body.id })
      .first();
    process.kill(-pid, 'SIGKILL');
    return settled(asked.body.id);
  }

  /** A Helm outside of the portal, killed at work. */
  async function killOutside(name: string, argv: string[], status: string) {
    const chart = join(portal.workDir, 'stuck.tgz');
    await writeFile(chart, chartArchive('stuck', '1.0.0', stuckChart));
    const child = spawn(
      helmBinary,
      [...argv.map(word => (word === 'CHART' ? chart : word)), '-n', namespace],
      {
        env: { KUBECONFIG: kubeconfig, HOME: portal.workDir },
        stdio: 'ignore',
      },
    );
    await until(
      () => storedStatus(name),
      found => found === status,
      60,
    );
    child.kill('SIGKILL');
  }

  /** The way out, taken as the screen does: its plan, then an operation. */
  async function take(name: string, key: string) {
    const { waysOut } = await doctor(name);
    const way = waysOut.find(each => each.key === key);
    expect(way).toMatchObject({ allowed: true });
    const { release, ...request } = way!.plan!;
    const { operate, settled } = driveRelease(portal, release);
    const first = await operate(request, `Way out: ${key}`);
    if (!first.followedBy) {
      return first;
    }
    await settled(first.followedBy);
    return settled(first.id);
  }

  /** Versions of everything that a release holds, Helm's record apart. */
  async function versions(name: string): Promise<Record<string, string>> {
    const list = JSON.parse(
      await portal.kubectl(
        ...['get', 'deployments,configmaps,jobs', '-n', namespace],
        ...['-o', 'json'],
      ),
    );
    return Object.fromEntries(
      list.items
        .filter(({ metadata }: any) => metadata.name.startsWith(name))
        .map(({ kind, metadata }: any) => [
          `${kind} ${metadata.name}`,
          // A Deployment's status moves its resourceVersion.
          `${metadata.uid} ${metadata.generation ?? metadata.resourceVersion}`,
        ]),
    );
  }

  /** Whether the Deployment is as with this outcome. */
  const runs = async (name: string, outcome: string) =>
    (await portal.kubectl(
      ...['get', 'deployment', name, '-n', namespace],
      ...['-o', 'jsonpath={.spec.template.metadata.labels.demo/outcome}'],
    )) === outcome;

  return {
    refOf,
    runs,
    versions,
    doctor,
    statuses,
    label,
    killDuring,
    killOutside,
    take,
    drive: (name: string) => driveRelease(portal, refOf(name)),
    /** Deletes Helm's record, as somebody with kubectl might. */
    loseRecord: (name: string) =>
      portal.kubectl(
        ...['delete', 'secrets', '-n', namespace],
        ...['-l', `owner=helm,name=${name}`],
      ),
  };
}
