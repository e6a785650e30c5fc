import { createConditionExports } from '@backstage/plugin-permission-node';
import { helmReleasePermissionResourceRef } from './resourceRef';
import { helmReleaseRules } from './rules';

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: helmReleasePermissionResourceRef,
  rules: helmReleaseRules,
});

/** Conditions for permission policies. @public */
export const helmReleaseConditions = conditions;

/** Wraps conditions as a decision of a permission policy. @public */
export const createHelmReleaseConditionalDecision = createConditionalDecision;
