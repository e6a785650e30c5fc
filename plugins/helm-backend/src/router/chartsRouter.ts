import type {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  HelmError,
  helmChartReadPermission,
  type Chart,
  type ChartDetail,
} from '@backstage-helm/plugin-helm-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { ChartSource, FetchedChart } from '../charts';

/** Options of {@link createChartsRouter}. */
export interface ChartsRouterOptions {
  charts: Pick<ChartSource, 'versions' | 'fetch' | 'resolve'>;
  permissions: Pick<PermissionsService, 'authorize'>;
  httpAuth: Pick<HttpAuthService, 'credentials'>;
}

const VERSION = '/charts/:repository/:name/:version';

function detailOf(chart: FetchedChart): ChartDetail {
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
  const { charts, permissions, httpAuth } = options;
  const router = PromiseRouter();

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
    response.json(detailOf(await fetched(request)));
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

  return router;
}
