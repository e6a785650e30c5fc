import fc from 'fast-check';
import type { Diff, DiffHunk } from '../api';
import { stringifyYaml } from '../values/stringifyYaml';
import { diffLines } from './diffLines';
import { diffManifests } from './diffManifests';
import { diffValues } from './diffValues';

/** What a reader of the hunks would make of the left side. */
function apply(left: string, hunks: DiffHunk[]): string {
  const lines = left
    .replace(/\n$/, '')
    .split('\n')
    .slice(left ? 0 : 1);
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    result.push(...lines.slice(at, at + hunk.skippedBefore));
    at += hunk.skippedBefore;
    for (const line of hunk.lines) {
      if (line.type !== 'add') {
        expect(line.text).toBe(lines[at]);
        expect(line.left).toBe(at + 1);
        at += 1;
      }
      if (line.type !== 'del') {
        result.push(line.text);
        expect(line.right).toBe(result.length);
      }
    }
  }
  result.push(...lines.slice(at));
  return result.map(line => `${line}\n`).join('');
}

const text = fc
  .array(fc.constantFrom('a', 'b', 'c: 1', '', '  d'), { maxLength: 30 })
  .map(lines => lines.map(line => `${line}\n`).join(''));

const configMap = (name: string, data: object, extra = '') =>
  `---\n# Source: x/${name}.yaml${extra}\n${stringifyYaml({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data,
  })}`;

const sides = { left: 'a@1', right: 'a@2', namespace: 'shop' };
const summary = (diff: Diff) =>
  diff.entries.map(({ change, title }) => `${change} ${title}`);

describe('diffLines', () => {
  it('law: applying the hunks to the left gives the right', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(apply(left, diffLines(left, right))).toBe(right);
      }),
      { numRuns: 10_000 },
    );
  });

  it('folds what is far from a change', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const right = lines.map((line, index) => (index === 10 ? 'new' : line));
    const [hunk, ...others] = diffLines(lines.join('\n'), right.join('\n'));
    expect(others).toEqual([]);
    expect(hunk.skippedBefore).toBe(7);
    expect(hunk.lines.map(({ type }) => type).join(' ')).toBe(
      'context context context del add context context context',
    );
  });
});

describe('diffManifests', () => {
  it('tells what is added, changed, removed and counts what stays', () => {
    const diff = diffManifests(
      {
        manifest:
          configMap('same', { a: '1' }) +
          configMap('changed', { a: '1' }) +
          configMap('gone', {}),
      },
      {
        manifest:
          configMap('new', {}) +
          configMap('changed', { a: '2' }) +
          configMap('same', { a: '1' }, ' # another comment'),
      },
      sides,
    );
    expect(diff.counts).toEqual({
      added: 1,
      changed: 1,
      removed: 1,
      unchanged: 1,
    });
    expect(summary(diff)).toEqual([
      'changed ConfigMap shop/changed',
      'removed ConfigMap shop/gone',
      'added ConfigMap shop/new',
    ]);
    expect(
      diff.entries[0].hunks[0].lines.filter(({ type }) => type !== 'context'),
    ).toEqual([
      { type: 'del', text: '  a: "1"', left: 3 },
      { type: 'add', text: '  a: "2"', right: 3 },
    ]);
  });

  it('marks hooks and generated objects, and survives what it cannot read', () => {
    const diff = diffManifests(
      { manifest: configMap('cert', { key: 'x' }), hooks: '' },
      {
        manifest: `${configMap('cert', { key: 'y' })}---\n{ broken`,
        hooks: configMap('cert', {}),
      },
      { ...sides, generated: new Set(['/ConfigMap/shop/cert']) },
    );
    expect(
      diff.entries.map(({ title, isHook, generated }) => ({
        title,
        isHook,
        generated,
      })),
    ).toEqual([
      { title: 'ConfigMap shop/cert', generated: true },
      { title: 'ConfigMap shop/cert', isHook: true, generated: true },
      { title: 'Unreadable document' },
    ]);
  });

  it('takes an object of another API version of its group for the same', () => {
    const deployment = (apiVersion: string) =>
      `---\napiVersion: ${apiVersion}\nkind: Deployment\nmetadata: {name: x}\n`;
    expect(
      diffManifests(
        { manifest: deployment('apps/v1beta1') },
        { manifest: deployment('apps/v1') },
        sides,
      ).counts.changed,
    ).toBe(1);
  });

  it('sees no difference in the order of keys', () => {
    const left = '---\napiVersion: v1\nkind: Pod\nmetadata: {name: x, a: 1}\n';
    const right = '---\nkind: Pod\nmetadata: {a: 1, name: x}\napiVersion: v1\n';
    expect(
      diffManifests({ manifest: left }, { manifest: right }, sides).entries,
    ).toEqual([]);
  });
});

describe('diffValues', () => {
  it('has an entry for each top-level key and counts leaves', () => {
    const diff = diffValues(
      { image: { tag: '1', pull: 'Always' }, old: 1, same: 1 },
      {
        image: { tag: '2', pull: 'Always' },
        added: { x: 1, y: [1, 2] },
        same: 1,
      },
      { left: 'declared', right: 'plan:1' },
    );
    expect(diff.counts).toEqual({
      added: 2,
      changed: 1,
      removed: 1,
      unchanged: 2,
    });
    expect(summary(diff)).toEqual([
      'added added',
      'changed image',
      'removed old',
    ]);
  });
});
