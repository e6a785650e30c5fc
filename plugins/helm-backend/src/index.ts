/**
 * Backend plugin for Helm releases.
 *
 * @packageDocumentation
 */
export { helmPlugin as default } from './plugin';
