/**
 * Contracts for modules that extend the Helm backend, and conditions for
 * permission policies.
 *
 * @packageDocumentation
 */
export * from './engines/Engine';
export * from './extensions';
export * from './permissions';
