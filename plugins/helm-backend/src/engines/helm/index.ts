export { createHelmEngine } from './createHelmEngine';
export type { HelmEngineOptions, ResourceWatcher } from './HelmEngineOptions';
