import { defaultSecretKeyPatterns } from '@backstage-helm/plugin-helm-common';
import { comparableDigest, hiddenTexts, hideSecrets } from './comparableValues';
import { createDigester } from './createDigester';

const rules = { patterns: defaultSecretKeyPatterns };
const digester = createDigester(Buffer.from('key'));

describe('comparable values', () => {
  it('12. stores no secret and still tells equal from different', () => {
    const values = { db: { password: 'hunter2', host: 'db' }, replicas: 2 };
    const hidden = hideSecrets(values, rules, digester);
    expect(JSON.stringify(hidden)).not.toContain('hunter2');
    expect(hidden).toMatchObject({ db: { host: 'db' }, replicas: 2 });
    const digest = (input: any) => comparableDigest(input, digester);
    // Hidden once or twice, it compares the same.
    expect(digest(hidden)).toBe(digest(values));
    expect(digest({ ...values, db: { ...values.db, password: 'x' } })).not.toBe(
      digest(values),
    );
    expect(digest({ ...values, gone: null })).toBe(digest(values));
    // Hidden by a schema on one side only, it compares the same too.
    const schema = {
      properties: {
        replicas: { writeOnly: true },
        db: { properties: { host: { format: 'password' } } },
      },
    };
    const more = hideSecrets(hidden, { ...rules, schema }, digester);
    expect(JSON.stringify(more)).not.toContain('"host":"db"');
    expect(hiddenTexts(more)).toHaveLength(3);
    expect(digest(more)).toBe(digest(values));
    expect(digest({ ...values, replicas: 3 })).not.toBe(digest(values));
  });
});
