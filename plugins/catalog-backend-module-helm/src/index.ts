/**
 * Checks `helm-release/*` annotations while the catalog processes entities.
 *
 * @packageDocumentation
 */
export { catalogModuleHelm as default } from './module';
