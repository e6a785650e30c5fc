export * from './State';
export {
  deriveState,
  type LiveOperation,
  type StateInput,
  type WantedRelease,
} from './deriveState';
export * from './formatDuration';
export { describeFreeze } from './describeFreeze';
export { headline } from './headline';
export type { HeadlineContext } from './HeadlineContext';
export type { ActionInput, ActionName, Refusal } from './actionRules';
export * from './availableActions';
export * from './wayOutRules';
