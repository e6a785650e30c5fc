import {
  AuthorizeResult,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';

/** What `StoredDecision.result` holds. */
export interface DecisionRecord {
  decision: PolicyDecision;
  /** Ownership refs of the requester at admission. */
  claims: string[];
  /** Those of them that the catalog confirmed then. */
  confirmed: string[];
  /** Whether the catalog had a User entity then. */
  isInCatalog: boolean;
}

/**
 * The decision as it would be with today's memberships: conditions lose the
 * claims that the requester has no more. `undefined` = a plain ALLOW whose
 * ground can't be told any more, because a membership is gone.
 */
export function withMemberships(
  { decision, confirmed }: DecisionRecord,
  current: string[],
): PolicyDecision | undefined {
  const gone = confirmed.filter(claim => !current.includes(claim));
  if (!gone.length) {
    return decision;
  }
  if (decision.result !== AuthorizeResult.CONDITIONAL) {
    return undefined;
  }
  return { ...decision, conditions: without(decision.conditions, gone) };
}

function without(
  criteria: PermissionCriteria<PermissionCondition>,
  gone: string[],
): PermissionCriteria<PermissionCondition> {
  if ('allOf' in criteria) {
    return { allOf: mapAll(criteria.allOf, gone) };
  }
  if ('anyOf' in criteria) {
    return { anyOf: mapAll(criteria.anyOf, gone) };
  }
  if ('not' in criteria) {
    // To take claims out of a negation would widen it.
    return criteria;
  }
  const { claims } = criteria.params ?? {};
  return Array.isArray(claims)
    ? {
        ...criteria,
        params: {
          ...criteria.params,
          claims: claims.filter(claim => !gone.includes(String(claim))),
        },
      }
    : criteria;
}

function mapAll<T extends PermissionCriteria<PermissionCondition>>(
  [first, ...rest]: [T, ...T[]],
  gone: string[],
): [
  PermissionCriteria<PermissionCondition>,
  ...PermissionCriteria<PermissionCondition>[],
] {
  return [without(first, gone), ...rest.map(entry => without(entry, gone))];
}
