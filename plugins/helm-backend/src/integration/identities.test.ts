import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { entityReleasesSchema } from '@backstage-helm/plugin-helm-common';
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

/** Passes requests on to a cluster and counts them by what they ask for. */
async function countingCluster(url: string, caFile: string) {
  const ca = await readFile(caFile);
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const passed = httpsRequest(
      `${url}${request.url}`,
      { method: request.method, headers: request.headers, ca },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  }).listen(0, '127.0.0.1');
  await new Promise(listening => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise(closed => server.close(closed));
    },
  };
}

suite('identities', () => {
  let cluster: Awaited<ReturnType<typeof countingCluster>>;
  let inCluster: Awaited<ReturnType<typeof countingCluster>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const cards = async (name: string) =>
    entityReleasesSchema.parse(
      await portal.get(`/entities/component/default/${name}/releases`),
    );
  const stagingSecrets = () =>
    cluster.asked.filter(line => line.includes('/shop-staging/secrets'));

  it('starts, in what looks like a pod', async () => {
    const state = await readClusters();
    const [{ url, caFile }] = state.clusters;
    cluster = await countingCluster(url, caFile);
    inCluster = await countingCluster(url, caFile);
    process.env.KUBERNETES_SERVICE_HOST = '127.0.0.1';
    process.env.KUBERNETES_SERVICE_PORT = new URL(inCluster.url).port;
    portal = await startPortal({
      name: `identities-${id}`,
      decide: () => ALLOW,
      entities: [
        component(`staged-${id}`, 'group:default/team-web', {
          'helm-release/environments': 'dev, staging',
        }),
        component(`greedy-${id}`, 'group:default/team-web', {
          'helm-release/environments': 'dev',
          'helm-release/cluster': 'prod',
          'helm-release/server': inCluster.url,
          'helm-release/serviceAccount': 'kube-system:admin',
          'backstage.io/kubernetes-cluster': 'prod',
        }),
      ],
      configure: ({ helm }) => {
        const [dev, staging] = helm.environments;
        staging.connection = { server: cluster.url };
        staging.identity.reader = dev.identity.reader;
      },
    });
    const { targets } = await until(
      () => cards(`staged-${id}`),
      found => found.targets[0]?.headline.state === 'Absent',
    );
    expect(targets).toHaveLength(2);
  }, 60_000);

  afterAll(async () => {
    delete process.env.KUBERNETES_SERVICE_HOST;
    delete process.env.KUBERNETES_SERVICE_PORT;
    await portal.stop();
    await cluster.close();
    await inCluster.close();
  }, 30_000);

  it('20. an entity names neither cluster nor server nor account', async () => {
    const { problems, targets } = await cards(`greedy-${id}`);
    const all = [...problems, ...targets.flatMap(target => target.problems)];
    for (const key of ['cluster', 'server', 'serviceAccount']) {
      expect(all).toContainEqual({
        code: 'ANNOTATION_UNKNOWN_KEY',
        field: `helm-release/${key}`,
        message: expect.any(String),
        wayOut: expect.any(String),
      });
    }
    expect(targets.map(({ environment }) => environment.name)).toEqual(['dev']);
    for (const release of [
      { cluster: inCluster.url, namespace: 'shop-dev' },
      { cluster: 'in-cluster', namespace: 'shop-dev' },
      { cluster: 'prod', namespace: 'kube-system' },
    ]) {
      const drive = driveRelease(portal, { ...release, name: `greedy-${id}` });
      const { status, body } = await drive.askPlan({ kind: 'install' });
      expect([release, status, body.error.code]).toEqual([
        release,
        expect.any(Number),
        expect.stringMatching(/^(INPUT_INVALID|NOT_FOUND)$/),
      ]);
    }
    // A cluster that is away stays away: the pod's own account is no stand-in.
    const drive = driveRelease(portal, {
      cluster: 'moon',
      namespace: 'shop-moon',
      name: 'x',
    });
    expect((await drive.askPlan({ kind: 'install' })).body.error.code).toBe(
      'CLUSTER_UNREACHABLE',
    );
    expect(inCluster.asked).toEqual([]);
  });

  it("22. one environment's token on another's namespace is refused once, and said", async () => {
    const drive = driveRelease(portal, {
      cluster: 'nonprod',
      namespace: 'shop-staging',
      name: `staged-${id}`,
    });
    const { status, body } = await drive.askPlan({ kind: 'install' });
    expect([status, body.error]).toMatchObject([
      502,
      {
        code: 'CLUSTER_FORBIDDEN',
        field: 'cluster',
        message: expect.stringContaining('shop-staging'),
        wayOut: expect.any(String),
      },
    ]);
    const { targets } = await until(
      () => cards(`staged-${id}`),
      found => found.targets[1].headline.reason.includes('shop-staging'),
    );
    expect(targets.map(({ headline }) => headline.state)).toEqual([
      'Absent',
      'Unknown',
    ]);
    // The plan asked once; the watch waits longer each time.
    expect(stagingSecrets().length).toBeLessThan(5);
  }, 30_000);
});
