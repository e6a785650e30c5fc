/**
 * Contracts for modules that extend the Helm backend.
 *
 * @packageDocumentation
 */
export * from './engines/Engine';
