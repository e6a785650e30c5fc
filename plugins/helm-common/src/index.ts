/**
 * Words, rules and shapes that the Helm plugins share, for browser and server.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './client';
export * from './declarations';
export * from './diff';
export * from './errors';
export * from './health';
export * from './manifests';
export * from './operations';
export * from './permissions';
export * from './releases';
export * from './state';
export * from './values';
