import {
  changeEntry,
  draftProblems,
  isStorable,
  startDraft,
  withEntry,
  withoutEntry,
} from './secretDraft';

const draft = startDraft({ name: 'web-secrets', entries: [{ key: 'token' }] });

describe('a Secret as it is typed', () => {
  it('begins with one empty key where none is suggested', () => {
    expect(startDraft({ name: 'x', entries: [] }).entries).toEqual([
      { id: 0, key: '', value: '' },
    ]);
  });

  it('can be stored once every key has a value', () => {
    expect(isStorable(draftProblems(draft))).toBe(false);
    const typed = changeEntry(draft, 0, { value: 'x' });
    expect(isStorable(draftProblems(typed))).toBe(true);
  });

  it.each(['', 'Web', '-web', 'a_b', 'x'.repeat(254)])(
    'refuses the name %s',
    name => expect(draftProblems({ ...draft, name }).name).toBe('nameInvalid'),
  );

  it('refuses keys that Kubernetes would, and one that is there twice', () => {
    const twice = changeEntry(withEntry(draft), 1, {
      key: 'token',
      value: 'y',
    });
    expect(draftProblems(twice).entries.get(1)).toEqual({ key: 'keyTwice' });
    const wrong = changeEntry(draft, 0, { key: 'a b', value: 'y' });
    expect(draftProblems(wrong).entries.get(0)).toEqual({ key: 'keyInvalid' });
    expect(withoutEntry(twice, 1)).toEqual(draft);
  });

  it('refuses what is too long', () => {
    const long = changeEntry(draft, 0, { value: 'x'.repeat(65_537) });
    expect(draftProblems(long).entries.get(0)?.value).toBe('valueLong');
  });
});
