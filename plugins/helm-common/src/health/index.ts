export type { KubeObject } from './KubeObject';
export type { HealthContext, ObjectHealth } from './HealthRule';
export { objectHealth } from './objectHealth';
export {
  failingContainers,
  podHealth,
  type FailingContainer,
} from './podHealth';
export { summarizeHealth } from './summarizeHealth';
