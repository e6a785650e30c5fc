export { OperationTracing, type Step } from './OperationTracing';
export type { PhaseSpans } from './PhaseSpans';
export { withSpans } from './withSpans';
