import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { helmTranslationRef } from '../translations/ref';

/** The plugin's sentences in the language of the portal. */
export function useText() {
  return useTranslationRef(helmTranslationRef).t;
}

/** Looks up one sentence. */
export type Text = ReturnType<typeof useText>;
