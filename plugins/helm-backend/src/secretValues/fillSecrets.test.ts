import type { HelmError } from '@backstage-helm/plugin-helm-common';
import type { Declaration } from '../declarations/Declaration';
import { MASK } from '../redaction/SecretMasks';
import { fillSecrets, shownValues } from './fillSecrets';
import { previewValues } from './previewValues';

const declaration: Pick<Declaration, 'layers' | 'values' | 'secretValues'> = {
  layers: [
    { name: 'environment', values: { tier: 'nonprod' } },
    {
      name: 'valuesFrom',
      source: 'Secret ns/all values.yaml',
      values: { all: MASK },
      secret: 0,
    },
    { name: 'document', values: { db: { host: 'db', user: 'web' } } },
    {
      name: 'valuesFrom',
      source: 'Secret ns/one password',
      values: { db: { password: MASK } },
      secret: 1,
    },
    { name: 'values', values: { replicas: 2 } },
  ],
  values: { tier: 'nonprod', db: { host: 'db', user: 'web' }, replicas: 2 },
  secretValues: [
    { name: 'all', key: 'values.yaml', optional: false, field: 'f0' },
    {
      name: 'one',
      key: 'password',
      targetPath: 'db.password',
      optional: true,
      field: 'f1',
    },
  ],
};
const texts = ['db: {user: root, port: 5432}\ntoken: abcdef', 'hunter2'];

function catchError(work: () => unknown): HelmError {
  try {
    work();
  } catch (error) {
    return error as HelmError;
  }
  throw new Error('Nothing was refused');
}

describe('fillSecrets', () => {
  it('puts each Secret where it belongs between the layers', () => {
    const { values, paths, strings } = fillSecrets(
      declaration,
      texts,
      undefined,
    );
    expect(values).toEqual({
      tier: 'nonprod',
      // The document's own values win over a whole document of a Secret.
      db: { host: 'db', user: 'web', port: 5432, password: 'hunter2' },
      token: 'abcdef',
      replicas: 2,
    });
    expect(paths).toEqual([
      { source: 'Secret ns/all values.yaml', path: ['db', 'port'] },
      { source: 'Secret ns/all values.yaml', path: ['token'] },
      { source: 'Secret ns/one password', path: ['db', 'password'] },
    ]);
    // What is not used is secret all the same.
    expect(strings).toEqual(
      expect.arrayContaining(['root', '5432', 'abcdef', 'hunter2']),
    );
  });

  it('lets the override win, and leaves an absent Secret out', () => {
    const { values, paths } = fillSecrets(declaration, [texts[0], undefined], {
      token: 'mine',
    });
    expect(values).toMatchObject({ token: 'mine' });
    expect(values.db as object).not.toHaveProperty('password');
    expect(paths).toEqual([
      { source: 'Secret ns/all values.yaml', path: ['db', 'port'] },
    ]);
  });

  it('quotes nothing of a Secret that is no values document', () => {
    const refusal = catchError(() =>
      fillSecrets(declaration, ['hunter2: [', undefined], undefined),
    );
    expect(refusal.code).toBe('VALUES_SOURCE_UNREADABLE');
    expect(refusal.message).toMatch(/holds no map of values/);
    expect(`${refusal.message}${refusal.cause ?? ''}`).not.toContain('hunter2');
  });

  it('shows one masked key for each Secret', () => {
    expect(shownValues(declaration)).toEqual({
      tier: 'nonprod',
      all: MASK,
      db: { host: 'db', user: 'web', password: MASK },
      replicas: 2,
    });
    const plain = { layers: [], values: { a: 1 } };
    expect(shownValues(plain)).toBe(plain.values);
  });
});

describe('previewValues', () => {
  it('stands in what the deployed revision holds there', () => {
    const { values, paths } = fillSecrets(declaration, texts, undefined);
    const preview = previewValues(
      declaration,
      { replicas: 3 },
      { config: values },
      paths,
    );
    expect(preview.rendered).toEqual({ ...values, replicas: 3 });
    expect(preview.shown).toEqual(preview.rendered);
    expect(preview.isComplete).toBe(true);
  });

  it('renders a mask at a path and nothing of a document at first', () => {
    const preview = previewValues(declaration, undefined, undefined, []);
    expect(preview.rendered).toEqual({
      tier: 'nonprod',
      db: { host: 'db', user: 'web', password: MASK },
      replicas: 2,
    });
    expect(preview.shown).toMatchObject({ all: MASK });
    expect(preview.isComplete).toBe(false);
  });

  it('does not bring back by a deployed Secret what is declared now', () => {
    const preview = previewValues(
      {
        ...declaration,
        layers: [
          ...declaration.layers,
          { name: 'values', values: { token: 'declared' } },
        ],
      },
      undefined,
      { config: { token: 'abcdef' } },
      [{ source: 'Secret ns/all values.yaml', path: ['token'] }],
    );
    expect(preview.rendered).toMatchObject({ token: 'declared' });
  });
});
