import fc from 'fast-check';
import {
  defaultSecretKeyPatterns,
  parseManifest,
  stringifyYaml,
} from '@backstage-helm/plugin-helm-common';
import { createRedactor } from './createRedactor';

const secretKeys = defaultSecretKeyPatterns;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const secretManifest = (data: Record<string, string>, name = 'db') =>
  `---\n# Source: shop/templates/secret.yaml\n${stringifyYaml({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, base64(value)]),
    ),
  })}`;

describe('createRedactor', () => {
  it('12. masks a Secret, its values key, its echo in notes and its copies', () => {
    const password = 'tr0ub4dor&3 horse';
    const redactor = createRedactor({
      secretKeys,
      sources: [
        {
          manifest: secretManifest({ password }),
          values: [{ dbPassword: password, replicas: 2 }],
        },
      ],
    });
    expect(redactor.values({ dbPassword: password, replicas: 2 })).toEqual({
      dbPassword: '••••••(a)',
      replicas: 2,
    });
    expect(redactor.manifest(secretManifest({ password }))).toContain(
      'password: ••••••(a)',
    );
    expect(
      redactor.text(
        `Log in with ${password}, ${base64(password)}, ${encodeURIComponent(
          password,
        )} or basic ${base64(`admin:${password}`)}`,
      ),
    ).toMatch(
      /^Log in with ••••••\(a\), ••••••\(a\), ••••••\(a\) or basic \S{1,9}••••••\(a\)\S{0,2}$/,
    );
  });

  it('13. keeps equality visible and the length hidden', () => {
    const manifest = (rootPassword: string) =>
      secretManifest({ password: 'first-password', rootPassword });
    const before = manifest('other');
    const after = manifest('first-password');
    const redactor = createRedactor({
      secretKeys,
      sources: [{ manifest: before }, { manifest: after }],
    });
    expect(redactor.manifest(before)).toMatch(
      /password: ••••••\(a\)\n +rootPassword: ••••••\(b\)/,
    );
    expect(redactor.manifest(after)).toMatch(
      /password: ••••••\(a\)\n +rootPassword: ••••••\(a\)/,
    );
  });

  it('masks stringData, last-applied annotations and Secrets in a List', () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'token',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
            kind: 'Secret',
            stringData: { old: 'yesterdays-token' },
          }),
        },
      },
      stringData: { token: 'todays-token', pin: '12' },
    };
    const { apiVersion, kind, ...bare } = secret;
    for (const list of [
      { apiVersion, kind: 'List', items: [secret] },
      { apiVersion, kind: 'SecretList', items: [bare] },
      { apiVersion, kind, metadata: { name: 'outer' }, items: [secret] },
    ]) {
      const manifest = stringifyYaml(list);
      const redacted = createRedactor({
        secretKeys,
        sources: [{ manifest }],
      }).manifest(manifest);
      expect(redacted).not.toMatch(/yesterdays|todays|pin: "?12/);
      expect(parseManifest(redacted).objects).toHaveLength(1);
    }
  });

  it('leaves a manifest without secrets as it is', () => {
    const manifest =
      '---\n# Source: a.yaml\nkind: ConfigMap # comment\nmetadata: {name: x}\n';
    const redactor = createRedactor({ secretKeys, strings: ['hunter22'] });
    expect(redactor.manifest(manifest)).toBe(manifest);
  });

  it('does not take a manifest apart when a Secret holds the name of a field', () => {
    const manifest = `${secretManifest({ a: 'metadata' })}---
apiVersion: v1
kind: ConfigMap
metadata: {name: metadata-of-x}
`;
    const redacted = createRedactor({
      secretKeys,
      sources: [{ manifest }],
    }).manifest(manifest);
    expect(parseManifest(redacted).objects.map(({ name }) => name)).toEqual([
      'db',
      '••••••(a)-of-x',
    ]);
  });

  it('masks a Secret that is a YAML alias, and shows no broken one', () => {
    const aliased =
      'apiVersion: v1\nkind: Secret\nmetadata: {name: x, labels: {a: &p aHVudGVyMjI=}}\ndata: {b: *p}\n';
    const broken = 'kind: Secret\ndata: {b: [hunter22\n';
    const redactor = createRedactor({
      secretKeys,
      sources: [{ manifest: aliased }],
    });
    expect(redactor.manifest(aliased)).not.toMatch(/aHVudGVyMjI|hunter/);
    expect(redactor.manifest(broken)).not.toContain('hunter22');
  });

  it('masks each line of a key written over several lines', () => {
    const key = `-----BEGIN KEY-----\n${'QUJDREVGR0hJSktM'.repeat(
      2,
    )}\n-----END KEY-----\n`;
    const redactor = createRedactor({
      secretKeys,
      sources: [{ manifest: secretManifest({ 'tls.key': key }) }],
    });
    const indented = key.replace(/^/gm, '      ');
    expect(redactor.text(`got:\n${indented}`)).not.toContain('QUJDREVG');
  });

  it('masks what the schema calls a password', () => {
    const redactor = createRedactor({
      secretKeys,
      sources: [
        {
          schema: JSON.stringify({
            properties: {
              smtp: { $ref: '#/$defs/smtp' },
            },
            $defs: {
              smtp: { properties: { code: { format: 'password' } } },
            },
          }),
        },
      ],
    });
    expect(redactor.values({ smtp: { code: 'xyzzy', host: 'mail' } })).toEqual({
      smtp: { code: '••••••(a)', host: 'mail' },
    });
  });
});

describe('law: no output holds a secret in any of the three forms', () => {
  // Words of the frame itself (comments, field names) are no secrets.
  const frame = 'before after Source ConfigMap apiVersion kind metadata name';
  const secret = fc
    .string({ minLength: 4, maxLength: 24, unit: 'grapheme-ascii' })
    .filter(
      text =>
        text.trim().length >= 4 &&
        !/[•()]/.test(text) &&
        !/^(true|false|null|none)$/i.test(text.trim()) &&
        !frame.includes(text.trim()),
    );
  const seed = Number(process.env.FC_SEED ?? 20261121);

  it('in 10,000 cases', () => {
    const law = fc.property(
      fc.array(secret, { minLength: 1, maxLength: 3 }),
      fc.string({ maxLength: 12 }),
      fc.integer({ min: 0, max: 2 }),
      (secrets, noise, form) => {
        const copy = (text: string) =>
          [text, base64(text), encodeURIComponent(text)][form];
        const source = {
          manifest: secretManifest(
            Object.fromEntries(
              secrets.map((text, index) => [`k${index}`, text]),
            ),
          ),
        };
        const redactor = createRedactor({ secretKeys, sources: [source] });
        const echo = `before ${noise} ${secrets.map(copy).join(noise)} after`;
        const outputs = [
          redactor.text(echo),
          stringifyYaml(Object.values(redactor.values({ note: echo }))),
          redactor.manifest(
            `${source.manifest}---\n${stringifyYaml({
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: { name: 'x' },
              data: { note: echo },
            })}`,
          ),
        ];
        // What stands in the noise or the frame anyway tells nothing.
        const shown = parseManifest(outputs[2]).objects.map(({ object }) =>
          JSON.stringify(object.data),
        );
        const texts = [outputs[0], outputs[1], shown.join()];
        return secrets.every(text =>
          [text, base64(text), encodeURIComponent(text)].every(
            needle =>
              noise.includes(needle) ||
              texts.every(output => !output.includes(needle)),
          ),
        );
      },
    );
    expect(fc.check(law, { numRuns: 10_000, seed })).toMatchObject({
      failed: false,
    });
  });
});
