export { createFence, type Fence } from './createFence';
export { createLimitsReader } from './createLimitsReader';
export { createKindScopes, type KindScopes } from './kindScopes';
export { createPlanning, type Planning } from './createPlanning';
export { createPlanStore, type StoredPlans } from './createPlanStore';
export { createWouldChange } from './wouldChange';
export type { PlanningOptions } from './PlanningOptions';
export type { PlanRecord, PlanStore, PlanWork } from './PlanRecord';
