import type { ApiHolder } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import type { Text } from '../../hooks/useText';
import { helmTranslationRef } from '../../translations/ref';

/**
 * The plugin's sentences where there is no component: a form asks whether what
 * stands in a field is right when somebody wants to go on.
 *
 * @throws Error in an app without translations, which there is none of
 */
export async function textOf(apis: ApiHolder): Promise<Text> {
  const translations = apis.get(translationApiRef);
  if (!translations) {
    throw new Error('The app has no API for translations');
  }
  const known = translations.getTranslation(helmTranslationRef);
  if (known.ready) {
    return known.t;
  }
  return new Promise(resolve => {
    const subscription = translations
      .translation$(helmTranslationRef)
      .subscribe(next => {
        if (next.ready) {
          resolve(next.t);
          subscription.unsubscribe();
        }
      });
  });
}
