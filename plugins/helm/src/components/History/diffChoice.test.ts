import { readDiffChoice, writeDiffChoice } from './diffChoice';

describe('diffChoice', () => {
  it('comes back from the address as it went', () => {
    const choice = { left: 16, right: 17, of: 'manifest' } as const;
    expect(readDiffChoice(writeDiffChoice(choice))).toEqual(choice);
  });

  it.each([undefined, '', '16..17', 'declared', '16..17:notes', 'a..b:values'])(
    'reads %p as no choice',
    text => {
      expect(readDiffChoice(text)).toBeUndefined();
    },
  );
});
