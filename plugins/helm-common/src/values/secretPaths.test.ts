import {
  defaultSecretKeyPatterns,
  findSecretKey,
  secretPaths,
} from './secretPaths';

const patterns = defaultSecretKeyPatterns;

describe('secret keys', () => {
  it.each([
    'password',
    'dbPassword',
    'DB_PASSWORD',
    'rootPasswd',
    'secret',
    'clientSecret',
    'token',
    'authToken',
    'apiKey',
    'api_key',
    'AWS_SECRET_ACCESS_KEY',
    'privateKey',
    'credentials',
    'connectionString',
    'pwd',
  ])('%s holds a secret', key => {
    expect(secretPaths({ [key]: 'x1y2' }, { patterns })).toEqual([[key]]);
  });

  it.each([
    'existingSecret',
    'existingSecretPasswordKey',
    'secretName',
    'secretKeyRef',
    'passwordKey',
    'imagePullSecrets',
    'pullSecret',
    'tokenSecretName',
    'automountServiceAccountToken',
    'keyboard',
    'tokenize',
    'compass',
  ])('%s holds none', key => {
    expect(secretPaths({ [key]: 'x1y2' }, { patterns })).toEqual([]);
  });

  it('looks below maps and lists, and at named variables', () => {
    expect(
      secretPaths(
        {
          auth: { credentials: { user: 'a', pass: 'b' } },
          env: [
            { name: 'DB_PASSWORD', value: 'c' },
            { name: 'PORT', value: '80' },
          ],
          token: '',
          password: null,
          secrets: true,
        },
        { patterns },
      ),
    ).toEqual([
      ['auth', 'credentials', 'user'],
      ['auth', 'credentials', 'pass'],
      ['env', '0', 'value'],
    ]);
  });

  it('follows the schema: writeOnly, password, references, alternatives', () => {
    const schema = {
      $ref: '#/definitions/all',
      definitions: {
        all: {
          properties: {
            smtp: {
              allOf: [{ properties: { code: { writeOnly: true } } }],
            },
            users: { items: { properties: { pin: { format: 'password' } } } },
          },
          patternProperties: { '^x-': { format: 'password' } },
          additionalProperties: { $ref: '#/definitions/all' },
        },
      },
    };
    const values = {
      smtp: { code: 'a', host: 'b' },
      users: [{ pin: 7, name: 'ana' }],
      'x-one': 'c',
      sub: { smtp: { code: 'd' } },
    };
    expect(secretPaths(values, { patterns: [], schema })).toEqual([
      ['smtp', 'code'],
      ['users', '0', 'pin'],
      ['x-one'],
      ['sub', 'smtp', 'code'],
    ]);
    expect(findSecretKey({ a: 1 }, { patterns: [], schema })).toBeUndefined();
  });
});
