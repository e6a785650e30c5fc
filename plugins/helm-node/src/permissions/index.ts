export {
  createHelmReleaseConditionalDecision,
  helmReleaseConditions,
} from './conditionExports';
export * from './resourceRef';
export { helmReleaseRules } from './rules';
