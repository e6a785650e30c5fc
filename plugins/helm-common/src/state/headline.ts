import type { HeadlineContext } from './HeadlineContext';
import { precedence } from './headlineRules';
import type { Headline, ReleaseState } from './State';

/**
 * One word, tone and reason for a state (DESIGN §2, design/README.md).
 *
 * @public
 */
export function headline(
  state: ReleaseState,
  context: HeadlineContext,
): Headline {
  for (const rule of precedence) {
    const result = rule(state, context);
    if (result) {
      return result;
    }
  }
  return {
    state: 'InSync',
    word: 'In sync',
    tone: 'ok',
    reason: `declared ${
      context.wanted?.version ?? context.deployed?.chartVersion ?? ''
    } = deployed`,
  };
}
