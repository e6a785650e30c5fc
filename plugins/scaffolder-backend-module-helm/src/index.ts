/**
 * Template actions that deploy, roll back and wait through the Helm plugin.
 *
 * @packageDocumentation
 */
export { scaffolderModuleHelm as default } from './module';
