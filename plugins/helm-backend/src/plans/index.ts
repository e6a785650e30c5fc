export { createFence, type Fence } from './createFence';
export { createKindScopes, type KindScopes } from './kindScopes';
export { createPlanning, type Planning } from './createPlanning';
export { createDiffReader } from './createDiffReader';
export { createPlanStore, type StoredPlans } from './createPlanStore';
export type { PlanningOptions } from './PlanningOptions';
export type { PlanRecord, PlanStore, PlanWork } from './PlanRecord';
