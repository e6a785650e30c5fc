import { readAgain } from './readAgain';

function deps(etags: string[]) {
  const calls: string[] = [];
  return {
    calls,
    refresh: async () => void calls.push('refresh'),
    nudge: async () => void calls.push('nudge'),
    etag: async () => (etags.length > 1 ? etags.shift() : etags[0]),
    sleep: async () => {},
  };
}

describe('readAgain', () => {
  it('nudges again when the catalog has the new version', async () => {
    const fake = deps(['1', '1', '1', '2']);
    await readAgain('component:default/shop', fake);
    expect(fake.calls).toEqual(['refresh', 'nudge', 'nudge']);
  });

  it('nudges once when only a values file changed', async () => {
    const fake = deps(['1']);
    await readAgain('component:default/shop', fake);
    expect(fake.calls).toEqual(['refresh', 'nudge']);
  });
});
