import { findSecret, pathOfField, takeSecretOut } from './takeSecretOut';

const yaml = `# mine
replicas: 2 # two
database:
  password: "0644"
env:
  - name: API_TOKEN
    value: abc
`;

describe('findSecret', () => {
  it('finds what the server refused, as it was typed', () => {
    expect(findSecret(yaml, 'values.database.password')).toEqual({
      path: ['database', 'password'],
      key: 'password',
      value: '0644',
    });
    expect(findSecret(yaml, 'values.env.0.value')).toMatchObject({
      key: 'env',
      value: 'abc',
    });
  });

  it.each([undefined, 'values', 'values.nowhere', 'values.database'])(
    'finds nothing at %s',
    field => expect(findSecret(yaml, field)).toBeUndefined(),
  );

  it('finds nothing in what is no map', () => {
    expect(findSecret('- 1', 'values.0')).toBeUndefined();
    expect(findSecret('a: [', 'values.a')).toBeUndefined();
  });

  it('reads a dot inside of a key', () => {
    expect(pathOfField('values.a\\.b.c')).toEqual(['a.b', 'c']);
  });
});

describe('takeSecretOut', () => {
  it('leaves the rest as it was, comments too, and no empty map', () => {
    expect(takeSecretOut(yaml, ['database', 'password'])).toBe(`# mine
replicas: 2 # two
env:
  - name: API_TOKEN
    value: abc
`);
  });

  it('keeps what else a map holds', () => {
    expect(takeSecretOut('a:\n  token: x\n  b: 1\n', ['a', 'token'])).toBe(
      'a:\n  b: 1\n',
    );
  });

  it('may leave nothing', () => {
    expect(takeSecretOut('token: x\n', ['token'])).toBe('');
  });
});
