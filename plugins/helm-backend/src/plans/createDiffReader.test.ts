import { parseDiffEnd } from './createDiffReader';
import {
  aWorld,
  configMap,
  declaration,
  planIn,
  release,
  revision,
  secret,
} from './__testUtils__/planningWorld';

describe('parseDiffEnd', () => {
  it('reads revisions and plans', () => {
    expect(parseDiffEnd('nonprod/shop-dev/storefront@12', 'left')).toEqual({
      type: 'release',
      release,
      at: 12,
    });
    expect(
      parseDiffEnd('nonprod/shop-dev/storefront@declared', 'left'),
    ).toMatchObject({ at: 'declared' });
    expect(parseDiffEnd('plan:abc-1', 'right')).toEqual({
      type: 'plan',
      id: 'abc-1',
    });
  });

  it.each(['', 'x', 'a/b@1', 'a/b/c@0', 'a/b/c@x', 'a/b/c/d@1', 'plan:', '@1'])(
    'refuses %j',
    text =>
      expect(() => parseDiffEnd(text, 'left')).toThrow(
        expect.objectContaining({ code: 'INPUT_INVALID', field: 'left' }),
      ),
  );
});

describe('createDiffReader', () => {
  const at = (point: number | 'deployed' | 'declared') => ({
    type: 'release' as const,
    release,
    at: point,
  });
  const world = aWorld({
    base: revision({
      manifest: configMap('hello') + secret('hunter2-same'),
      config: { dbPassword: 'hunter2-same', a: 1 },
    }),
    revisions: [
      revision({
        revision: 2,
        manifest: configMap('before') + secret('hunter2-same'),
        config: { dbPassword: 'hunter2-other', a: 1 },
      }),
    ],
    renders: [
      { exitCode: 0, stdout: configMap('new') + secret('n3w'), stderr: '' },
    ],
  });

  it('13. masks secrets with one redactor: equality seen, nothing else', async () => {
    const { planning } = planIn(world);
    const manifest = await planning.diff({
      left: at(2),
      right: at('deployed'),
      of: 'manifest',
    });
    expect(manifest.counts).toMatchObject({ changed: 1, unchanged: 1 });
    const values = await planning.diff({
      left: at(2),
      right: at('deployed'),
      of: 'values',
    });
    expect(values.entries.map(entry => entry.title)).toEqual(['dbPassword']);
    expect(JSON.stringify([manifest, values])).not.toContain('hunter2');
  });

  it('compares with what is declared', async () => {
    const { planning } = planIn(world);
    const diff = await planning.diff({
      left: at('deployed'),
      right: at('declared'),
      of: 'manifest',
    });
    expect(diff).toMatchObject({
      left: 'nonprod/shop-dev/storefront@deployed',
      right: 'nonprod/shop-dev/storefront@declared',
      counts: { changed: 2 },
    });
    expect(
      await planning.diff({
        left: at('declared'),
        right: at('declared'),
        of: 'values',
      }),
    ).toMatchObject({ entries: [] });
  });

  it('masks in declared values what only the chart marks as secret', async () => {
    const marked = aWorld({
      base: revision({ config: { pin: 'hunter2-old' } }),
      declarations: [declaration({ values: { pin: 'hunter2-new' } })],
      chart: { schema: '{"properties":{"pin":{"format":"password"}}}' },
    });
    const diff = await planIn(marked).planning.diff({
      left: at('deployed'),
      right: at('declared'),
      of: 'values',
    });
    expect(diff.entries.map(entry => entry.title)).toEqual(['pin']);
    expect(JSON.stringify(diff)).not.toContain('hunter2');
  });

  it('gives a plan’s own diff, against its base only', async () => {
    const { planning, plan } = planIn(world);
    const { id } = await plan({ kind: 'upgrade' });
    const right = { type: 'plan' as const, id };
    expect(
      await planning.diff({ left: at('deployed'), right, of: 'manifest' }),
    ).toMatchObject({ right: `plan:${id}`, counts: { changed: 2 } });
    await expect(
      planning.diff({ left: at(2), right, of: 'manifest' }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID', field: 'left' });
    await expect(
      planning.diff({ left: right, right: at(2), of: 'manifest' }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
