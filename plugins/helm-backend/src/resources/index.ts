export {
  createResourceReader,
  type ResourceReaderOptions,
} from './createResourceReader';
export { explainFailure, type Explanation } from './explainFailure';
export type {
  RenderedRelease,
  ResourceOptions,
  ResourceReader,
} from './ResourceReader';
