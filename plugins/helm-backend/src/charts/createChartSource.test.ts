import { mkdtemp, readdir, rm, stat, writeFile } from 'fs/promises';
import { createServer, type Server } from 'http';
import type { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import type { RepositoryConfig } from '../config/HelmConfig';
import { digestOfBytes } from './chartStore';
import { createChartSource } from './createChartSource';
import { chartArchive } from './__testUtils__/archives';

const web1 = chartArchive('web', '1.0.0');
const web2 = chartArchive('web', '1.1.0+build.1');
const hex = (bytes: Buffer) => digestOfBytes(bytes).slice(7);

describe('createChartSource', () => {
  let server: Server;
  let origin: string;
  let workDir: string;
  let now = 0;
  let id = 0;
  let index: string;
  const seen: string[] = [];
  const files = new Map<string, Buffer | string>();

  beforeEach(async () => {
    seen.length = 0;
    files.clear();
    now = 1_000_000;
    workDir = await mkdtemp(join(tmpdir(), 'helm-charts-'));
    server = createServer((request, response) => {
      const url = request.url ?? '';
      seen.push(url);
      if (
        url.startsWith('/v2/') &&
        request.headers.authorization !== 'Bearer t'
      ) {
        response
          .writeHead(401, {
            'www-authenticate': `Bearer realm="${origin}/token",service="r",scope="pull"`,
          })
          .end();
      } else if (url.startsWith('/token')) {
        const allowed =
          request.headers.authorization === `Basic ${btoa('portal:pw')}`;
        response.writeHead(allowed ? 200 : 401).end('{"token":"t"}');
      } else if (url === '/charts/index.yaml') {
        if (request.headers['if-none-match'] === '"1"') {
          response.writeHead(304).end();
        } else {
          response.writeHead(200, { etag: '"1"' }).end(index);
        }
      } else {
        const file = files.get(url);
        response.writeHead(file === undefined ? 404 : 200).end(file);
      }
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    files.set('/charts/web-1.0.0.tgz', web1);
    files.set('/charts/web-1.1.0.tgz', web2);
    index = `apiVersion: v1
entries:
  web:
  - {version: 1.0.0, digest: ${hex(web1)}, urls: [web-1.0.0.tgz]}
  - {version: 1.1.0+build.1, digest: ${hex(
    web2,
  )}, urls: ['${origin}/charts/web-1.1.0.tgz'], appVersion: "1.0"}
  - {version: 2.0.0-rc.1, urls: ['https://evil.example/web.tgz']}
`;
    files.set(
      '/v2/team/web/tags/list?n=1000',
      '{"tags":["1.0.0","1.1.0_build.1","latest"]}',
    );
    files.set(
      '/v2/team/web/manifests/1.1.0_build.1',
      JSON.stringify({
        layers: [
          {
            mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
            digest: digestOfBytes(web2),
            size: web2.length,
          },
        ],
      }),
    );
    files.set(`/v2/team/web/blobs/${digestOfBytes(web2)}`, web2);
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(workDir, { recursive: true, force: true });
  });

  function source(more: Partial<RepositoryConfig> = {}) {
    const base = { internal: true, plainHttp: true };
    return createChartSource({
      config: {
        workDir,
        repositories: [
          {
            ...base,
            name: 'local',
            kind: 'http',
            url: `${origin}/charts`,
            ...more,
          },
          {
            ...base,
            name: 'oci',
            kind: 'oci',
            url: `${origin.replace('http', 'oci')}/team`,
            credentials: { username: 'portal', password: 'pw' },
            ...more,
          },
        ],
      },
      now: () => now,
      newId: () => `${(id += 1)}`,
    });
  }

  it('lists the charts of every repository, and asks each at its pace', async () => {
    files.set(
      '/v2/_catalog?n=1000',
      '{"repositories":["other/thing","team/web","team/deep/er","team/api"]}',
    );
    const charts = source();
    const items = await charts.list();
    expect(items).toEqual([
      {
        repository: 'local',
        kind: 'http',
        url: `${origin}/charts`,
        charts: ['web'],
        listing: 'complete',
      },
      {
        repository: 'oci',
        kind: 'oci',
        url: `${origin.replace('http', 'oci')}/team`,
        charts: ['api', 'web'],
        listing: 'complete',
      },
    ]);
    const before = seen.length;
    await charts.list();
    expect(seen).toHaveLength(before);
    now += 60_000;
    await charts.list();
    expect(seen.length).toBeGreaterThan(before);
    await charts.close();
  });

  it('says of a repository that it tells no charts, or why it was not asked', async () => {
    index = '<html>';
    const charts = source();
    const [local, oci] = await charts.list();
    expect(local).toMatchObject({
      listing: 'refused',
      problem: { code: 'REPOSITORY_UNREACHABLE' },
    });
    expect(oci).toMatchObject({ charts: [], listing: 'refused' });
    expect(oci.problem).toBeUndefined();
    await charts.close();
  });

  it('knows a registry whose token for the catalogue is refused', async () => {
    const charts = source({ credentials: { username: 'x', password: 'y' } });
    expect((await charts.list())[1]).toEqual(
      expect.objectContaining({ listing: 'refused', charts: [] }),
    );
    await charts.close();
  });

  it('lists versions newest first and asks again by ETag', async () => {
    const charts = source();
    const versions = await charts.versions('local', 'web');
    expect(versions.map(each => each.version)).toEqual([
      '2.0.0-rc.1',
      '1.1.0+build.1',
      '1.0.0',
    ]);
    expect(versions[0].isPrerelease).toBe(true);
    await charts.versions('local', 'web');
    expect(seen).toHaveLength(1);
    now += 60_000;
    expect(await charts.versions('local', 'web')).toHaveLength(3);
    expect(seen).toHaveLength(2);
    await charts.close();
  });

  it('fetches by digest into a private store, and then from it', async () => {
    const charts = source();
    expect(charts.known('local', 'web', 'v1.1.0+build.1')).toBeUndefined();
    const chart = await charts.fetch('local', 'web', 'v1.1.0+build.1');
    expect(charts.known('local', 'web', 'v1.1.0+build.1')).toEqual({
      schema: chart.schema,
    });
    expect(charts.known('unlisted', 'web', '1.0.0')).toBeUndefined();
    expect(chart).toMatchObject({
      repository: 'local',
      version: '1.1.0+build.1',
      digest: digestOfBytes(web2),
      valuesYaml: 'replicas: 1\n',
    });
    expect((await stat(chart.path)).mode % 0o1000).toBe(0o600);
    expect(await readdir(join(workDir, 'charts'))).toHaveLength(1);
    const calls = seen.length;
    await charts.fetch('local', 'web', '1.1.0+build.1', {
      digest: chart.digest,
    });
    expect(seen).toHaveLength(calls);
    await writeFile(chart.path, 'tampered');
    expect((await charts.fetch('local', 'web', '1.1.0+build.1')).digest).toBe(
      chart.digest,
    );
    await charts.close();
  });

  it('fetches from a registry that asks for a token', async () => {
    const charts = source();
    expect(
      (await charts.versions('oci', 'web')).map(each => each.version),
    ).toEqual(['1.1.0+build.1', '1.0.0']);
    const chart = await charts.fetch('oci', 'web', '1.1.0+build.1');
    expect(chart.digest).toBe(digestOfBytes(web2));
    await charts.close();
  });

  it('4. never leaves the configured path by the name of a chart', async () => {
    const charts = source();
    files.set('/v2/secret/app/tags/list?n=1000', '{"tags":["1.0.0"]}');
    for (const name of ['../secret/app', 'web/../../secret/app', 'web?x', '']) {
      for (const repository of ['local', 'oci']) {
        await expect(charts.versions(repository, name)).rejects.toMatchObject({
          code: 'CHART_NOT_FOUND',
        });
        await expect(
          charts.fetch(repository, name, '1.0.0'),
        ).rejects.toMatchObject({ code: 'CHART_NOT_FOUND' });
      }
    }
    expect(seen).toEqual([]);
    await charts.close();
  });

  it('tells refused credentials', async () => {
    const charts = source({
      credentials: { username: 'portal', password: 'x' },
    });
    await expect(charts.versions('oci', 'web')).rejects.toMatchObject({
      code: 'CREDENTIALS_REFUSED',
    });
    await charts.close();
  });

  it('names what is missing', async () => {
    const charts = source();
    await expect(charts.versions('local', 'nope')).rejects.toMatchObject({
      code: 'CHART_NOT_FOUND',
    });
    await expect(charts.versions('oci', 'nope')).rejects.toMatchObject({
      code: 'CHART_NOT_FOUND',
    });
    for (const repository of ['local', 'oci']) {
      await expect(
        charts.fetch(repository, 'web', '9.9.9'),
      ).rejects.toMatchObject({
        code: 'VERSION_NOT_FOUND',
        wayOut: expect.stringContaining('1.1.0+build.1'),
      });
    }
    await charts.close();
  });

  it('refuses content that is not what was promised', async () => {
    files.set('/charts/web-1.0.0.tgz', web2);
    const charts = source();
    await expect(charts.fetch('local', 'web', '1.0.0')).rejects.toMatchObject({
      code: 'CHART_DIGEST_MISMATCH',
      status: 409,
    });
    expect(await readdir(workDir)).toEqual([]);
    await charts.close();
  });

  it('4. contacts nobody else: unlisted repositories, local folders, urls of other hosts', async () => {
    const charts = source();
    for (const repository of [
      'other',
      'https://evil.example',
      '/etc',
      '.',
      'file:///etc',
      `${origin}/charts2`,
    ]) {
      await expect(charts.versions(repository, 'web')).rejects.toMatchObject({
        code: 'REPOSITORY_NOT_ALLOWED',
        status: 403,
      });
    }
    expect(seen).toEqual([]);
    await expect(
      charts.fetch('local', 'web', '2.0.0-rc.1'),
    ).rejects.toMatchObject({ code: 'REPOSITORY_NOT_ALLOWED', status: 403 });
    expect(charts.resolve(`${origin}/charts/`)).toMatchObject({
      name: 'local',
    });
    await charts.close();
  });
});
