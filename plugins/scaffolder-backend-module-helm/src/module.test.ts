import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleHelm from './index';

it('adds the actions to the scaffolder', async () => {
  const { server } = await startTestBackend({
    features: [
      scaffolder,
      scaffolderModuleHelm,
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'http://localhost' } },
      }),
    ],
  });
  const response = await fetch(
    `http://localhost:${server.port()}/api/scaffolder/v2/actions`,
    { headers: { authorization: mockCredentials.user.header() } },
  );
  const body = await response.json();
  const ours = body.filter(({ id }: { id: string }) => id.startsWith('helm:'));
  expect(ours.map(({ id }: { id: string }) => id).sort()).toEqual([
    'helm:chart:versions',
    'helm:release:declare',
    'helm:release:deploy',
    'helm:release:rollback',
    'helm:release:wait',
    'helm:template',
  ]);
  const schemaOf = (wanted: string) =>
    ours.find(({ id }: { id: string }) => id === wanted).schema;
  expect(schemaOf('helm:release:deploy').input).toMatchObject({
    required: ['entityRef', 'environment', 'reason'],
    properties: {
      version: { type: 'string' },
      values: { type: 'string' },
      wait: { type: 'boolean' },
    },
  });
  expect(schemaOf('helm:release:wait').input.required).toEqual(['operation']);
  for (const { examples } of ours) {
    expect(examples.length).toBeGreaterThan(0);
  }
});
