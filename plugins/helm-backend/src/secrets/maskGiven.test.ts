import { maskGiven } from './maskGiven';

describe('maskGiven', () => {
  it('masks every form, and leaves what says nothing', () => {
    const { text } = maskGiven(['p&ss word', 'true', 'abc']);
    expect(text('Is p&ss word, p%26ss%20word or cCZzcyB3b3Jk; true abc')).toBe(
      'Is ••••••, •••••• or ••••••; true abc',
    );
  });

  it('holds as much as a Secret', () => {
    const { text } = maskGiven(
      Array.from({ length: 16 }, (_, index) => `${index}${'é'.repeat(32_000)}`),
    );
    expect(text('nothing')).toBe('nothing');
    expect(text(`a 3${'é'.repeat(32_000)} b`)).toBe('a •••••• b');
  });
});
