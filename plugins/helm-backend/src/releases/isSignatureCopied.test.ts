import { OPERATION_LABEL } from '../helm';
import { isSignatureCopied } from './isSignatureCopied';

const signed = (operationId: string) => ({
  labels: { [OPERATION_LABEL]: operationId },
});
const versions = new Map<number, { labels: Record<string, string> }>([
  [1, signed('op-1')],
  [2, signed('op-2')],
  [3, signed('op-2')],
  [4, { labels: {} }],
]);

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
