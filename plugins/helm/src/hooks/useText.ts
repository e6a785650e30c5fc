import {
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/core-plugin-api/alpha';
import { helmTranslationRef } from '../translations/ref';

/** Looks up one sentence. */
export type Text = TranslationFunction<typeof helmTranslationRef.T>;

/** The plugin's sentences in the language of the portal. */
export function useText(): Text {
  return useTranslationRef(helmTranslationRef).t;
}
