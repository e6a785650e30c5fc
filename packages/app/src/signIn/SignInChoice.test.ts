import { rememberedChoice } from './SignInChoice';

describe('rememberedChoice', () => {
  afterEach(() => window.localStorage.clear());

  it('is nobody at first', () => {
    expect(rememberedChoice.read(window.localStorage)).toBeUndefined();
  });

  it.each([
    { kind: 'guest' as const },
    { kind: 'example' as const, name: 'omar' },
  ])('gives back $kind after a reload, and forgets at sign-out', choice => {
    rememberedChoice.write(window.localStorage, choice);
    expect(rememberedChoice.read(window.localStorage)).toEqual(choice);
    rememberedChoice.forget(window.localStorage);
    expect(rememberedChoice.read(window.localStorage)).toBeUndefined();
  });
});
