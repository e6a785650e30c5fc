import { createRedactor } from '../redaction';
import { decideValues as decide, refuseSecrets } from './decideValues';

type Options = Parameters<typeof decide>[0];
const secretKeys = [/password/i];
const decideValues = (options: Omit<Options, 'redact'>) =>
  decide({
    ...options,
    redact: values =>
      createRedactor({ secretKeys, sources: [{ values: [values] }] }).values(
        values,
      ),
  });

const declaration = {
  version: '1.3.0',
  digest: 'd1',
  values: { replicas: 2, db: { password: 'hunter2', host: 'a' } },
};
const active = {
  version: '1.4.0',
  patch: { replicas: 3 },
  baseDigest: 'd0',
};

describe('decideValues', () => {
  it('takes the declaration', () => {
    expect(decideValues({ request: {}, declaration })).toEqual({
      version: '1.3.0',
      values: declaration.values,
      patch: {},
      clearOverride: false,
      overrideKeys: [],
    });
  });

  it('keeps the active override without writing it again', () => {
    expect(decideValues({ request: {}, declaration, active })).toEqual({
      version: '1.4.0',
      values: { ...declaration.values, replicas: 3 },
      patch: { replicas: 3 },
      clearOverride: false,
      overrideKeys: ['version', 'replicas'],
    });
  });

  it('drops it when asked for what is declared', () => {
    const request = { asDeclared: true };
    expect(decideValues({ request, declaration, active })).toEqual({
      version: '1.3.0',
      values: declaration.values,
      clearOverride: true,
      overrideKeys: [],
    });
    expect(() =>
      decideValues({
        request: { asDeclared: true, version: '2.0.0' },
        declaration,
      }),
    ).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });

  it('makes an override of what differs; a mask left alone is unchanged', () => {
    const decided = decideValues({
      request: {
        version: '2.0.0',
        values: 'replicas: 5\ndb: {host: a, password: "••••••(a)"}\n',
      },
      declaration,
    });
    expect(decided).toEqual({
      version: '2.0.0',
      values: { replicas: 5, db: { password: 'hunter2', host: 'a' } },
      patch: { replicas: 5 },
      override: {
        version: '2.0.0',
        patch: { replicas: 5 },
        baseDigest: 'd1',
      },
      clearOverride: false,
      overrideKeys: ['version', 'replicas'],
    });
  });

  it('ends the override when the wanted values are the declared ones', () => {
    const request = {
      version: '1.3.0',
      values: 'replicas: 2\ndb: {host: a, password: "••••••(a)"}',
    };
    expect(decideValues({ request, declaration, active })).toMatchObject({
      clearOverride: true,
      overrideKeys: [],
    });
  });

  it.each([
    ['a: [', 'YAML_INVALID'],
    ['- a', 'VALUES_NOT_A_MAP'],
    ['new: "••••••(b)"', 'SECRET_IN_VALUES'],
    ['new: null', 'NULL_NOT_IN_OVERRIDE'],
  ])('refuses %j', (values, code) => {
    expect(() => decideValues({ request: { values }, declaration })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('restores a secret inside of a text only when the text was left alone', () => {
    const withUrl = {
      ...declaration,
      values: { password: 'hunter2', url: 'pg://u:hunter2@db' },
    };
    const send = (url: string) =>
      decideValues({
        request: { values: JSON.stringify({ password: '••••••(c)', url }) },
        declaration: withUrl,
      });
    expect(send('pg://u:••••••(c)@db').values).toEqual(withUrl.values);
    expect(() => send('pg://u:••••••(c)@other')).toThrow(
      expect.objectContaining({
        code: 'SECRET_IN_VALUES',
        field: 'values.url',
      }),
    );
  });

  it('3. a value that looks like a path or an address is only a value', () => {
    for (const value of [
      '/etc/passwd',
      '../../x',
      'http://169.254.169.254/',
      '-',
      'secrets://x',
      'file:///x',
    ]) {
      expect(() =>
        decideValues({ request: { values: value }, declaration }),
      ).toThrow();
      expect(
        decideValues({
          request: { values: JSON.stringify({ host: value }) },
          declaration: { ...declaration, values: {} },
        }).values,
      ).toEqual({ host: value });
    }
  });
});

describe('refuseSecrets', () => {
  it('names the key', () => {
    const override = {
      patch: { db: { password: 'x' } },
      baseDigest: 'd',
    };
    expect(() => refuseSecrets(override, { patterns: [/password/i] })).toThrow(
      expect.objectContaining({
        code: 'SECRET_IN_VALUES',
        field: 'values.db.password',
      }),
    );
    refuseSecrets(undefined, { patterns: [/password/i] });
    refuseSecrets(
      { patch: { db: { password: null } }, baseDigest: 'd' },
      { patterns: [/password/i] },
    );
  });
});
