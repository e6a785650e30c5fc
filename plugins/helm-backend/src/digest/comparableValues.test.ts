import { defaultSecretKeyPatterns } from '@backstage-helm/plugin-helm-common';
import { comparableDigest, hideSecrets } from './comparableValues';
import { createDigester } from './createDigester';

const rules = { patterns: defaultSecretKeyPatterns };
const digester = createDigester(Buffer.from('key'));

describe('comparable values', () => {
  it('12. stores no secret and still tells equal from different', () => {
    const values = { db: { password: 'hunter2', host: 'db' }, replicas: 2 };
    const hidden = hideSecrets(values, rules, digester);
    expect(JSON.stringify(hidden)).not.toContain('hunter2');
    expect(hidden).toMatchObject({ db: { host: 'db' }, replicas: 2 });
    const digest = (input: any) => comparableDigest(input, rules, digester);
    // Hidden once or twice, it compares the same.
    expect(digest(hidden)).toBe(digest(values));
    expect(digest({ ...values, db: { ...values.db, password: 'x' } })).not.toBe(
      digest(values),
    );
    expect(digest({ ...values, gone: null })).toBe(digest(values));
  });
});
