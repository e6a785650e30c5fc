import type {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  HelmError,
  helmChartReadPermission,
  releaseRefSchema,
  renderRequestSchema,
  type Chart,
  type ChartDetail,
  type ChartRepositoryList,
} from '@backstage-helm/plugin-helm-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ChartSource, FetchedChart } from '../charts';
import type { ChartRenderer } from '../charts/createChartRenderer';
import { newerDependencies } from '../charts/newerDependencies';
import { callerOf } from './operationEvents';
import { parseRequest } from './parseRequest';
import { StreamLimit } from './StreamLimit';

/** Options of {@link createChartsRouter}. */
export interface ChartsRouterOptions {
  charts: Pick<ChartSource, 'list' | 'versions' | 'fetch' | 'resolve'>;
  render: ChartRenderer;
  permissions: Pick<PermissionsService, 'authorize'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}

const VERSION = '/charts/:repository/:name/:version';
/** A render is a process: one caller gets no more of them at a time. */
const RENDERS_PER_CALLER = 2;

const renderSchema = renderRequestSchema.extend({
  releaseName: releaseRefSchema.shape.name,
  namespace: releaseRefSchema.shape.namespace,
});

function detailOf(
  chart: FetchedChart,
  dependencies: ChartDetail['dependencies'],
): ChartDetail {
  return {
    repository: chart.repository,
    name: chart.name,
    version: chart.version,
    appVersion: chart.appVersion,
    digest: chart.digest,
    defaultValues: chart.valuesYaml,
    readme: chart.readme,
    schema: chart.schema,
    changes: chart.changes,
    dependencies,
  };
}

function missing(what: string): HelmError {
  return new HelmError(
    {
      code: 'NOT_FOUND',
      message: `This chart version has no ${what}.`,
    },
    { status: 404 },
  );
}

/** Charts of the configured repositories. */
export function createChartsRouter(options: ChartsRouterOptions): Router {
  const { charts, permissions, httpAuth, render } = options;
  const router = PromiseRouter();
  const renders = new StreamLimit(RENDERS_PER_CALLER);

  async function authorize(request: Request): Promise<BackstageCredentials> {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const [decision] = await permissions.authorize(
      [{ permission: helmChartReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new HelmError(
        {
          code: 'NOT_ALLOWED',
          message: `This needs the permission ${helmChartReadPermission.name}.`,
          wayOut: 'Ask the platform team for it.',
        },
        { status: 403 },
      );
    }
    return credentials;
  }

  async function fetched(request: Request): Promise<FetchedChart> {
    await authorize(request);
    const { repository, name, version } = request.params;
    return charts.fetch(repository, name, version);
  }

  router.get('/charts', async (request, response) => {
    await authorize(request);
    const list: ChartRepositoryList = { items: await charts.list() };
    response.json(list);
  });

  router.get('/charts/:repository/:name', async (request, response) => {
    await authorize(request);
    const { repository, name } = request.params;
    const chart: Chart = {
      repository: charts.resolve(repository).name,
      name,
      versions: await charts.versions(repository, name),
    };
    response.json(chart);
  });

  router.get(VERSION, async (request, response) => {
    const chart = await fetched(request);
    response.json(
      detailOf(chart, await newerDependencies(chart.dependencies, charts)),
    );
  });

  // Text of a chart's author: never as a page of ours.
  const plain = (response: Response, text: string, type = 'text/plain') =>
    response
      .set('X-Content-Type-Options', 'nosniff')
      .type(`${type}; charset=utf-8`)
      .send(text);

  router.get(`${VERSION}/readme`, async (request, response) => {
    const { readme } = await fetched(request);
    if (readme === undefined) {
      throw missing('README');
    }
    plain(response, readme);
  });

  router.get(`${VERSION}/schema`, async (request, response) => {
    const { schema } = await fetched(request);
    if (schema === undefined) {
      throw missing('schema of its values');
    }
    plain(response, schema, 'application/json');
  });

  router.get(`${VERSION}/changelog`, async (request, response) => {
    const { changes } = await fetched(request);
    response.json({ changes });
  });

  router.post(`${VERSION}/render`, async (request, response) => {
    const credentials = await authorize(request);
    const { repository, name, version } = request.params;
    const wanted = parseRequest(renderSchema, request.body);
    const leave = renders.enter(callerOf(credentials));
    if (!leave) {
      throw new HelmError(
        {
          code: 'INPUT_INVALID',
          message: 'You render as many charts at once as may be.',
          wayOut: 'Wait until one of them is there.',
        },
        { status: 429 },
      );
    }
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      response.json(
        await render(
          { repository, name, version },
          wanted,
          credentials,
          gone.signal,
        ),
      );
    } finally {
      leave();
    }
  });

  return router;
}
