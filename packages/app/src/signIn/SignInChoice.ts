/** Who somebody signed in as: the guest, or one of the example users by name. */
export type SignInChoice =
  | { kind: 'guest' }
  | { kind: 'example'; name: string };

const KEY = 'portal:sign-in';

/** Keeps the choice over a reload of the page, until sign-out. */
export const rememberedChoice = {
  read(storage: Storage): SignInChoice | undefined {
    const stored = storage.getItem(KEY);
    if (stored === null) {
      return undefined;
    }
    return stored === ''
      ? { kind: 'guest' }
      : { kind: 'example', name: stored };
  },
  write(storage: Storage, choice: SignInChoice) {
    storage.setItem(KEY, choice.kind === 'guest' ? '' : choice.name);
  },
  forget(storage: Storage) {
    storage.removeItem(KEY);
  },
};
