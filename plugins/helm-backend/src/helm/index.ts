export type { ActingHelm, HelmResult, HelmRunner } from './HelmRunner';
export { createHelmRunner } from './createHelmRunner';
export { createHelmHomes, type HelmHome, type HelmHomes } from './homes';
export {
  readHostIdentity,
  isAlive,
  type HostIdentity,
  type ProcessIdentity,
} from './processIdentity';
export { parseHelmError, type HelmFailure } from './parseHelmError';
export { descriptionOf, OPERATION_LABEL } from './helmArguments';
export { renderChart, valuesDocument, type RenderInput } from './renderChart';
export type { RenderedHook, RenderedRelease } from './splitRendered';
