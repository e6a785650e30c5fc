/**
 * The plugin's sentences, to translate or to replace.
 *
 * @packageDocumentation
 */
export { helmTranslationRef } from './ref';
