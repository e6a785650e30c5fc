import { syncs } from '../../../dev/fake/syncs';
import { storefront } from '../../../dev/fake/targets';
import { automaticSync, isMeantToFollow, needsWords } from './syncLook';

const worded = (name: string) =>
  needsWords(syncs.find(({ release }) => release?.name === name)!);

describe('needsWords', () => {
  it.each([
    'paused',
    'paused-by-hand',
    'uninstalled',
    'waiting',
    'held',
    'backing-off',
    'stopped',
  ])('says why where it is %s', name => expect(worded(name)).toBe(true));

  it.each(['synced', 'pending'])('is quiet where it is %s', name =>
    expect(worded(name)).toBe(false),
  );

  it('says why it leaves alone what it could follow, and only while something differs', () => {
    expect(worded('off')).toBe(true);
    const off = syncs.find(({ release }) => release?.name === 'off')!;
    expect(
      needsWords({ ...off, state: { ...off.state, sync: 'InSync' } }),
    ).toBe(false);
  });

  it('is quiet about places that the environment does not follow', () => {
    expect(worded('not-trusted')).toBe(false);
    const target = syncs.find(({ release }) => release?.name === 'not-trusted');
    expect(isMeantToFollow(target!.syncStatus!)).toBe(false);
  });

  it('has nothing to say where a person deploys', () => {
    const [manual] = storefront;
    expect(automaticSync(manual)).toBeUndefined();
    expect(
      automaticSync({
        ...manual,
        syncStatus: { mode: 'manual', phase: 'off' },
      }),
    ).toBeUndefined();
    expect(needsWords(manual)).toBe(false);
  });
});
