/**
 * A sample permission policy for a portal that deploys with Helm.
 *
 * @packageDocumentation
 */
export { permissionModuleExamplePolicy as default } from './module';
