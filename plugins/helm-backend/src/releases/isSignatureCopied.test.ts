import { OPERATION_LABEL } from '../helm';
import { isSignatureCopied } from './isSignatureCopied';

const versions = new Map(
  [
    [1, 'op-1'],
    [2, 'op-2'],
    [3, 'op-2'],
    [4, undefined],
  ].map(([revision, id]) => [
    Number(revision),
    { labels: id ? { [OPERATION_LABEL]: String(id) } : {} },
  ]),
);

describe('isSignatureCopied', () => {
  it.each([
    [1, 'op-1', false],
    [2, 'op-2', false],
    [3, 'op-2', true],
    [4, undefined, false],
  ])('revision %s of %s: %s', (revision, operationId, expected) => {
    expect(isSignatureCopied({ revision, operationId }, versions)).toBe(
      expected,
    );
  });
});
