export * from './State';
export {
  deriveState,
  type LiveOperation,
  type StateInput,
  type WantedRelease,
} from './deriveState';
export * from './formatDuration';
export { headline, type HeadlineContext } from './headline';
export * from './availableActions';
