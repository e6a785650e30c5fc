import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { environmentOf } from './environmentOf';
import { globsIntersect } from './namespacePatterns';
import { readHelmConfig } from './readHelmConfig';

const dev = {
  name: 'dev',
  cluster: 'nonprod',
  namespace: '{system}-dev',
  default: true,
};

function read(helm: JsonObject, rest: JsonObject = {}) {
  return readHelmConfig(
    new ConfigReader({
      helm,
      kubernetes: {
        clusterLocatorMethods: [
          {
            type: 'config',
            clusters: [
              {
                name: 'nonprod',
                url: 'https://127.0.0.1:6443/',
                authProvider: 'serviceAccount',
                serviceAccountToken: 'reader-token',
                caData: Buffer.from('PEM').toString('base64'),
              },
            ],
          },
        ],
      },
      ...rest,
    }),
  );
}

describe('readHelmConfig', () => {
  it('fills in every default and takes the connection from the Kubernetes plugin', () => {
    const config = read({ environments: [dev] });
    expect(config).toMatchObject({
      concurrency: 4,
      permissionsEnabled: false,
      declarationIntervalSeconds: 120,
    });
    expect(config.environments[0]).toMatchObject({
      title: 'dev',
      isDefault: true,
      connection: {
        type: 'direct',
        server: 'https://127.0.0.1:6443',
        ca: 'PEM',
        token: 'reader-token',
        skipTlsVerify: false,
      },
      namespaces: [{ match: '{system}-dev' }],
      engine: 'helm',
      helm: { version: 4, wait: 'watcher', serverSide: 'auto' },
      defaults: { timeoutSeconds: 300, historyMax: 10, wait: true },
    });
  });

  it('takes durations, switches from the environment and permission.enabled', () => {
    const config = read(
      {
        environments: [
          {
            ...dev,
            readOnly: 'true',
            defaults: { timeout: '1h30m', outsideTimeout: '30m' },
          },
        ],
      },
      { permission: { enabled: true } },
    );
    expect(config.permissionsEnabled).toBe(true);
    expect(config.environments[0].readOnly).toBe(true);
    expect(config.environments[0].defaults).toMatchObject({
      timeoutSeconds: 5400,
      outsideTimeoutSeconds: 1800,
    });
  });

  it.each<[string, JsonObject, RegExp]>([
    [
      'an unknown key',
      { environments: [{ ...dev, clustr: 'x' }] },
      /helm\.environments\[0\] has the unknown key 'clustr'.*check its spelling/,
    ],
    [
      'a missing namespace',
      { environments: [{ name: 'dev', cluster: 'nonprod' }] },
      /helm\.environments\[0\]\.namespace must be a text/,
    ],
    [
      'an unknown cluster',
      { environments: [{ ...dev, cluster: 'mars' }] },
      /helm\.environments\[0\]\.cluster names 'mars'.*use one of nonprod/,
    ],
    [
      'a wrong Helm version',
      { environments: [{ ...dev, helm: { version: 2 } }] },
      /helm\.environments\[0\]\.helm\.version must be 3 or 4/,
    ],
    [
      'a wrong duration',
      { environments: [{ ...dev, defaults: { timeout: 'soon' } }] },
      /helm\.environments\[0\]\.defaults\.timeout must be a duration/,
    ],
    [
      'a wrong name',
      { environments: [{ ...dev, name: 'Dev' }] },
      /helm\.environments\[0\]\.name must be lower-case/,
    ],
    [
      'a name used twice',
      { environments: [dev, { ...dev, namespace: '{system}-x' }] },
      /helm\.environments\[1\]\.name 'dev' is used twice/,
    ],
    [
      'an unknown placeholder',
      { environments: [{ ...dev, namespace: '{team}-dev' }] },
      /unknown placeholder \{team\}: use \{name\}/,
    ],
    [
      'a grant that joins a placeholder and *',
      { environments: [{ ...dev, namespaces: [{ match: '{system}-*' }] }] },
      /helm\.environments\[0\]\.namespaces\[0\]\.match is '\{system\}-\*', where \* reaches.*such as \{system\}-dev/,
    ],
    [
      'a grant with two placeholders and no owners',
      {
        environments: [{ ...dev, namespaces: [{ match: '{system}-{name}' }] }],
      },
      /helm\.environments\[0\]\.namespaces\[0\]\.match is '\{system\}-\{name\}'.*two ways.*or name the owners/,
    ],
    [
      'a grant that is only a placeholder',
      { environments: [{ ...dev, namespaces: [{ match: '{name}' }] }] },
      /helm\.environments\[0\]\.namespaces\[0\]\.match is '\{name\}'.*kube-system.*such as \{name\}-dev/,
    ],
    [
      'a namespace that is only a placeholder',
      {
        environments: [
          { ...dev, namespace: '{system}', namespaces: [{ match: 'shop' }] },
        ],
      },
      /helm\.environments\[0\]\.namespace is '\{system\}'.*such as \{system\}-dev/,
    ],
    [
      'environments that overlap',
      {
        environments: [
          dev,
          { ...dev, name: 'dev2', namespaces: [{ match: 'shop-*' }] },
        ],
      },
      /helm\.environments\[1\]\.namespaces\[0\] 'shop-\*' overlaps with '\{system\}-dev' of environment 'dev'/,
    ],
    [
      'a promotion in a circle',
      {
        environments: [
          { ...dev, promoteFrom: 'staging' },
          {
            ...dev,
            name: 'staging',
            namespace: '{system}-staging',
            promoteFrom: 'dev',
          },
        ],
      },
      /helm\.environments\[0\]\.promoteFrom leads back to/,
    ],
    [
      'a repository without TLS',
      { repositories: [{ name: 'x', url: 'http://charts.example.com' }] },
      /helm\.repositories\[0\]\.url is reached without TLS/,
    ],
    [
      'credentials in an address',
      { repositories: [{ name: 'x', url: 'https://u:p@charts.example.com' }] },
      /helm\.repositories\[0\]\.url must be a plain address/,
    ],
    [
      'credentials that are not there',
      {
        repositories: [
          { name: 'x', url: 'https://charts.example.com', credentials: 'y' },
        ],
      },
      /helm\.repositories\[0\]\.credentials names 'y'/,
    ],
    [
      'a connection of another shape',
      { environments: [{ ...dev, connection: { kubeconfg: 'x' } }] },
      /helm\.environments\[0\]\.connection/,
    ],
    [
      'automation for an unknown environment',
      {
        environments: [dev],
        automation: [
          { subject: 'external:ci', environments: ['prd'], kinds: ['upgrade'] },
        ],
      },
      /helm\.automation\[0\]\.environments\[0\] is 'prd'/,
    ],
  ])('refuses %s and says what would be right', (_, helm, expected) => {
    expect(() => read(helm)).toThrow(expected);
  });

  it('knows secret keys from references to a Secret', () => {
    const { secretKeys } = read({ secretKeys: ['^licence$'] });
    const isSecret = (key: string) => secretKeys.some(p => p.test(key));
    expect(
      ['password', 'dbPassword', 'API_KEY', 'token', 'licence'].every(isSecret),
    ).toBe(true);
    expect(
      ['existingSecret', 'secretName', 'tokenFile', 'imagePullSecret'].some(
        isSecret,
      ),
    ).toBe(false);
  });

  it('finds the environment of a namespace', () => {
    const config = read({
      environments: [
        dev,
        { ...dev, name: 'staging', namespace: '{system}-staging' },
      ],
    });
    expect(environmentOf(config, 'nonprod', 'shop-staging')?.name).toBe(
      'staging',
    );
    expect(environmentOf(config, 'prod', 'shop-staging')).toBeUndefined();
    expect(environmentOf(config, 'nonprod', 'kube-system')).toBeUndefined();
  });

  it('sees when two patterns share a name', () => {
    expect(globsIntersect('*-dev', '*-staging')).toBe(false);
    expect(globsIntersect('a*', '*b')).toBe(true);
    expect(globsIntersect('a*c', 'ab*')).toBe(true);
    expect(globsIntersect('abc', 'ab')).toBe(false);
  });
});
