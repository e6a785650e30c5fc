import { createTranslationResource } from '@backstage/core-plugin-api/alpha';
import { helmTranslationRef } from './ref';

/** The languages that come with the plugin, to add to an app. @public */
export const helmTranslations = createTranslationResource({
  ref: helmTranslationRef,
  translations: { de: () => import('./de') },
});
