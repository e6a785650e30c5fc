import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTestArguments } from './testArguments.mjs';

const parse = (...args) => parseTestArguments(args, ['unit', 'chaos']);

test('takes stages, and minutes and seed of the chaos', () => {
  assert.deepEqual(parse(), {
    help: false,
    names: [],
    chaos: { minutes: 3, seed: undefined },
  });
  assert.deepEqual(parse('chaos', '--minutes', '10', '--seed', '7'), {
    help: false,
    names: ['chaos'],
    chaos: { minutes: 10, seed: 7 },
  });
});

test('names what is wrong', () => {
  assert.throws(() => parse('units'), /no stage units; there are unit, chaos/);
  assert.throws(() => parse('--minutes', 'ten'), /--minutes ten: needs/);
  assert.throws(() => parse('--seed', '-1'), /--seed/);
});
