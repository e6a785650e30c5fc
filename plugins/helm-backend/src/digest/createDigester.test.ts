import { createDigester } from './createDigester';

describe('createDigester', () => {
  const one = createDigester(Buffer.from('one'));

  it('does not depend on the order of keys', () => {
    expect(one.json({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(
      one.json({ b: [{ d: 3, c: 2 }], a: 1 }),
    );
    expect(one.json([1, 2])).not.toBe(one.json([2, 1]));
  });

  it('differs between installations', () => {
    const other = createDigester(Buffer.from('other'));
    expect(one.text('hunter2')).not.toBe(other.text('hunter2'));
  });
});
