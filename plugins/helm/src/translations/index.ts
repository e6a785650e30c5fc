/**
 * The plugin's sentences, to translate or to replace, and their German.
 *
 * @packageDocumentation
 */
export { helmTranslationRef } from './ref';
export { helmTranslations } from './resource';
