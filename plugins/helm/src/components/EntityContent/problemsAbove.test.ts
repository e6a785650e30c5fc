import type { Problem, Target } from '@backstage-helm/plugin-helm-common';
import { sharedProblems } from './problemsAbove';

const problem = (code: string, message = code) =>
  ({ code, message } as Problem);
const target = (...problems: Problem[]) => ({ problems } as Target);

describe('sharedProblems', () => {
  it('takes what several environments have, once, after those of the whole', () => {
    const unknownKey = problem('ANNOTATION_UNKNOWN_KEY');
    const range = problem('VERSION_NOT_EXACT');
    expect(
      sharedProblems({
        problems: [unknownKey],
        targets: [
          target(range, problem('NOT_ALLOWED', 'in dev')),
          target({ ...range }, unknownKey),
          target(range, problem('NOT_ALLOWED', 'in prod')),
        ],
      }),
    ).toEqual([unknownKey, range]);
  });

  it('leaves to an environment what is only its own', () => {
    const range = problem('VERSION_NOT_EXACT');
    expect(
      sharedProblems({ problems: [], targets: [target(range, range)] }),
    ).toEqual([]);
  });
});
