import type { DiffLine } from '@backstage-helm/plugin-helm-common';
import { markChangedParts } from './changedPart';

const del = (text: string): DiffLine => ({ type: 'del', text, left: 1 });
const add = (text: string): DiffLine => ({ type: 'add', text, right: 1 });
const context = (text: string): DiffLine => ({ type: 'context', text });

const marks = (lines: DiffLine[]) =>
  markChangedParts(lines).map(line => line.changed);

describe('markChangedParts', () => {
  it.each([
    ['a tag', 'image: shop:1.16.1', 'image: shop:1.16.2', '1.16.1', '1.16.2'],
    ['a value', 'fees: flat', 'fees: per-country', 'flat', 'per-country'],
    ['more of it', 'a: 1', 'a: 1 2', '1', '1 2'],
  ])('marks %s as a whole word', (_, left, right, was, is) => {
    expect(marks([del(left), add(right)])).toEqual([was, is]);
  });

  it('marks nothing in lines that share nothing but indentation', () => {
    expect(marks([del('  a: 1'), add('  b = 2')])).toEqual(['', '']);
  });

  it('marks nothing where the numbers of lines differ', () => {
    expect(marks([del('a: 1'), add('a: 2'), add('b: 1')])).toEqual([
      '',
      '',
      '',
    ]);
  });

  it('keeps every line, its order and its text', () => {
    const lines = [
      context('x: 1'),
      del('a: 1'),
      del('b: 1'),
      add('a: 2'),
      add('b: 2'),
      context('y: 1'),
      add('c: 1'),
    ];
    const marked = markChangedParts(lines);
    expect(marked.map(({ type }) => type)).toEqual(
      lines.map(({ type }) => type),
    );
    expect(marked.map(line => line.before + line.changed + line.after)).toEqual(
      lines.map(({ text }) => text),
    );
  });
});
