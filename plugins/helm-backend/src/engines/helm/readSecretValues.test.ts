import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../../clusters/KubeClient';
import { comparableDigest } from '../../digest/comparableValues';
import { createDigester } from '../../digest/createDigester';
import { declaration, release } from '../../plans/__testUtils__/planningWorld';
import type { SecretRun } from '../../secretValues/SecretRuns';
import { readSecretValues } from './readSecretValues';

const digester = createDigester(Buffer.from('k'));
const secretValues = [
  {
    name: 'login',
    key: 'password',
    targetPath: 'db.pass',
    optional: false,
    field: 'valuesFrom[0]',
  },
];
const declared = declaration({
  layers: [
    { name: 'document', values: { message: 'hello' } },
    {
      name: 'valuesFrom',
      source: 'Secret shop-dev/login password',
      values: { db: { pass: '••••••' } },
      secret: 0,
    },
  ],
  secretValues,
});

function world(
  answers: Record<string, { status: number; body?: any } | Error>,
) {
  const asked: string[] = [];
  const recorded: SecretRun[] = [];
  const client = (who: string): KubeClient => ({
    cluster: 'nonprod',
    async request(_, path): Promise<any> {
      asked.push(`${who} ${path}`);
      const answer = answers[path] ?? { status: 404, body: {} };
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    text: async () => '',
    watch: async () => undefined,
  });
  const options: Parameters<typeof readSecretValues>[0] = {
    digester,
    clusters: {
      reader: async () => client('reader'),
      deployer: async () => ({
        client: client('deployer'),
        kubeconfig: '',
        context: '',
        expiresAt: '',
        secrets: [],
      }),
      capabilities: async () => ({ kubeVersion: '', apiVersions: [] }),
    },
    secretRuns: { record: async (_, run) => void recorded.push(run) },
  };
  return {
    asked,
    recorded,
    read: (
      patch?: Record<string, unknown>,
      more: { isShared?: boolean; reviewed?: Record<string, string> } = {},
    ) =>
      readSecretValues(
        options,
        { release, environment: 'dev' },
        {
          declaration: declared,
          patch,
          use: { release, isShared: more.isShared ?? false },
          reviewed: more.reviewed,
        },
      ),
  };
}

const namespace = { '/api/v1/namespaces/shop-dev': { status: 200 } };
const path = '/api/v1/namespaces/shop-dev/secrets/login';
const secret = (data: Record<string, string>, more: object = {}) => ({
  ...namespace,
  [path]: {
    status: 200,
    body: {
      ...more,
      data: Object.fromEntries(
        Object.entries(data).map(([key, text]) => [
          key,
          Buffer.from(text).toString('base64'),
        ]),
      ),
    },
  },
});

describe('readSecretValues', () => {
  it('reads as the deployer, and notes digests and places before Helm is given it', async () => {
    const { read, asked, recorded } = world(secret({ password: 'hunter2' }));
    const filled = await read({ more: 1 });
    expect(filled.values).toEqual({
      message: 'hello',
      db: { pass: 'hunter2' },
      more: 1,
    });
    expect(filled.strings).toContain('hunter2');
    expect(asked.filter(each => each.includes('secrets'))).toEqual([
      `deployer ${path}`,
    ]);
    expect(recorded).toEqual([
      {
        fullDigest: comparableDigest(filled.values, digester),
        declaredDigest: comparableDigest(
          { message: 'hello', more: 1 },
          digester,
          secretValues,
        ),
        paths: [
          { source: 'Secret shop-dev/login password', path: ['db', 'pass'] },
        ],
      },
    ]);
    expect(JSON.stringify(recorded)).not.toContain('hunter2');
  });

  it.each([
    ['no namespace', {}, /the namespace does not exist yet/],
    ['no Secret', namespace, /There is no Secret shop-dev\/login/],
    ['no key', secret({ other: 'x' }), /has no key password/],
    [
      'no right',
      {
        ...namespace,
        [path]: new HelmError({ code: 'CLUSTER_FORBIDDEN', message: 'no' }),
      },
      /The deployer may not read Secret shop-dev\/login/,
    ],
  ])('fails with nothing noted: %s', async (_, answers, message) => {
    const { read, recorded } = world(answers);
    await expect(read()).rejects.toMatchObject({
      code: 'VALUES_SOURCE_UNREADABLE',
      field: 'valuesFrom[0]',
      message: expect.stringMatching(message),
    });
    expect(recorded).toEqual([]);
  });

  const password = { password: 'hunter2' };
  const version = { uid: 'u', resourceVersion: '2' };

  it.each([
    ['the same', secret(password, { metadata: version }), 'u/2', undefined],
    ['another', secret(password, { metadata: version }), 'u/1', 'PLAN_STALE'],
    [
      'one now',
      secret(password, { metadata: version }),
      'absent',
      'PLAN_STALE',
    ],
    ['none now', namespace, 'u/2', 'VALUES_SOURCE_UNREADABLE'],
  ])(
    'takes the Secret that was reviewed: %s',
    async (_, answers, was, code) => {
      const { read, recorded } = world(answers);
      const outcome = await read(undefined, { reviewed: { login: was } }).then(
        () => undefined,
        error => error.code,
      );
      expect(outcome).toBe(code);
      expect(recorded).toHaveLength(code ? 0 : 1);
    },
  );

  it.each([
    ['a record of Helm', { type: 'helm.sh/release.v1' }, false],
    ['a token', { type: 'kubernetes.io/service-account-token' }, false],
    ['of another, where others are', {}, true],
    [
      'for another, where others are',
      { metadata: { labels: { 'backstage-helm/release': 'other' } } },
      true,
    ],
  ])('takes no Secret that is %s', async (_, more, isShared) => {
    const { read, recorded } = world(secret(password, more));
    await expect(read(undefined, { isShared })).rejects.toMatchObject({
      code: 'VALUES_SOURCE_UNREADABLE',
      message: expect.stringMatching(/holds no values|is not marked/),
    });
    expect(recorded).toEqual([]);
  });

  it('takes one that is marked, where others are', async () => {
    const { read } = world(
      secret(password, {
        metadata: { labels: { 'backstage-helm/release': release.name } },
      }),
    );
    expect((await read(undefined, { isShared: true })).strings).toContain(
      'hunter2',
    );
  });
});
