/**
 * Helm releases in Backstage: an entity tab, an entity card and a fleet page
 * for the new frontend system. The old one uses `./legacy`.
 *
 * @packageDocumentation
 */
export { helmPlugin as default } from './plugin';
export { helmApiRef } from './api/helmApiRef';
export { isHelmAvailable } from './conditions';
export { helmTranslationRef } from './translations/ref';
