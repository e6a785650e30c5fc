import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { renderedChartSchema } from '@backstage-helm/plugin-helm-common';
import express from 'express';
import request from 'supertest';
import { createChartRenderer } from '../charts/createChartRenderer';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { configMap, secret } from '../plans/__testUtils__/planningWorld';
import { createChartsRouter } from './chartsRouter';
import { createErrorMiddleware } from './errorMiddleware';

const PATH = '/charts/platform/web/1.0.0/render';
const target = { releaseName: 'storefront', namespace: 'shop-dev' };

interface Given {
  /** helm.chart.read */
  charts?: boolean;
  /** Values of some release of the environment. */
  values?: boolean;
  helm?: { exitCode: number; stdout: string; stderr: string };
}

/** The routes with a Helm that prints what it is told to. */
function serve(given: Given = {}) {
  const { charts = true, values = true } = given;
  const started: { major: number; argv: string[]; values: any }[] = [];
  const running: (() => void)[] = [];
  const state = { isHeld: false };
  const app = express();
  app.use(express.json());
  app.use(
    createChartsRouter({
      httpAuth: mockServices.httpAuth(),
      permissions: {
        authorize: async () => [
          { result: charts ? AuthorizeResult.ALLOW : AuthorizeResult.DENY },
        ],
      },
      charts: Object(undefined),
      render: createChartRenderer({
        config: {
          environments: [
            anEnvironment({
              values: { tier: 'small', dbPassword: 'of-the-environment' },
            }),
          ],
          secretKeys: [/password/i],
          values: { region: 'eu' },
        },
        charts: {
          fetch: async (repository, name, version) => ({
            repository,
            name,
            version,
            digest: 'sha256:0',
            path: '/charts/web.tgz',
            valuesYaml: '',
            changes: [],
            dependencies: [],
            usesLookup: false,
            usesRandom: false,
            hasRemoteSchema: false,
            storedBytes: 1,
          }),
        },
        runner: {
          version: async () => '4.3.1',
          async render(major, argv, { values: document }) {
            started.push({ major, argv, values: JSON.parse(document) });
            if (state.isHeld) {
              await new Promise<void>(resolve => running.push(resolve));
            }
            return (
              given.helm ?? {
                exitCode: 0,
                stdout: `${configMap('hi')}${secret('of-the-environment')}`,
                stderr: '',
              }
            );
          },
          act: Object(undefined),
          removeLeftovers: async () => 0,
        },
        clusters: {
          capabilities: async () => ({
            kubeVersion: 'v1.36.3',
            apiVersions: ['v1'],
          }),
        },
        mayReadValues: async () => values,
      }),
    }),
  );
  app.use(
    createErrorMiddleware({
      logger: mockServices.logger.mock(),
      redactText: text => text,
    }),
  );
  return {
    app,
    state,
    started,
    running,
    render: (body: object, user = 'user:default/ana') =>
      request(app)
        .post(PATH)
        .set('Authorization', mockCredentials.user.header(user))
        .send(body),
  };
}

describe('POST …/render', () => {
  it('renders by defaults and the given values, without a cluster', async () => {
    const { render, started } = serve();
    const { status, body } = await render({ ...target, values: 'a: 0o14' });
    expect(status).toBe(200);
    const rendered = renderedChartSchema.parse(body);
    expect(rendered.objects).toEqual([
      { kind: 'ConfigMap', name: 'storefront' },
      { kind: 'Secret', name: 'storefront' },
    ]);
    expect(rendered.manifest).toContain('message: hi');
    expect(rendered.manifest).not.toContain('of-the-environment');
    expect(started).toEqual([
      { major: 4, argv: expect.any(Array), values: { a: 12 } },
    ]);
    expect(started[0].argv.join(' ')).not.toContain('kube-version');
  });

  it('renders for an environment: its Kubernetes and its values', async () => {
    const { render, started } = serve();
    const { body } = await render({
      ...target,
      environment: 'dev',
      values: 'tier: large',
    });
    expect(started[0].values).toEqual({
      region: 'eu',
      tier: 'large',
      dbPassword: 'of-the-environment',
    });
    expect(started[0].argv.join(' ')).toContain('v1.36.3');
    expect(body.manifest).not.toContain('of-the-environment');
  });

  it.each([
    [{ charts: false }, target, 403, 'NOT_ALLOWED', undefined],
    [
      { values: false },
      { ...target, environment: 'dev' },
      403,
      'NOT_ALLOWED',
      'environment',
    ],
    [{}, { ...target, environment: 'x' }, 400, 'INPUT_INVALID', 'environment'],
    [
      {},
      { ...target, releaseName: '--kubeconfig' },
      400,
      'INPUT_INVALID',
      'releaseName',
    ],
    [{}, { ...target, namespace: '../x' }, 400, 'INPUT_INVALID', 'namespace'],
    [{}, { ...target, values: '- a' }, 400, 'VALUES_NOT_A_MAP', 'values'],
    [{}, { ...target, chart: 'x' }, 400, 'INPUT_INVALID', 'chart'],
  ] as [Given, object, number, string, string | undefined][])(
    'refuses (%#)',
    async (given, body, status, code, field) => {
      const { render, started } = serve(given);
      const answer = await render(body);
      expect([answer.status, answer.body.error]).toEqual([
        status,
        expect.objectContaining({ code, ...(field && { field }) }),
      ]);
      expect(started).toEqual([]);
    },
  );

  it('says what is wrong with the values, and masks what the chart quotes', async () => {
    const { render } = serve({
      helm: {
        exitCode: 1,
        stdout: '',
        stderr:
          'Error: execution error at (web/templates/a.yaml:1:3): no "hunter2-hunter2"',
      },
    });
    const { status, body } = await render({
      ...target,
      values: 'dbPassword: hunter2-hunter2',
    });
    expect([status, body.error.code]).toEqual([400, 'RENDER_FAILED']);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('renders no more than two at a time for one caller', async () => {
    const { render, running, started, state } = serve();
    state.isHeld = true;
    const first = [render(target), render(target)].map(sent => sent.then());
    while (started.length < 2) {
      await new Promise(resolve => setImmediate(resolve));
    }
    expect((await render(target)).status).toBe(429);
    const other = render(target, 'user:default/bob').then();
    while (running.length < 3) {
      await new Promise(resolve => setImmediate(resolve));
    }
    running.forEach(end => end());
    const answers = await Promise.all([...first, other]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    state.isHeld = false;
    expect((await render(target)).status).toBe(200);
  });
});
