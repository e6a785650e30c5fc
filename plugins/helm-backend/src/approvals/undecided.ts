import type { StoredDecision } from '../authorization/Authorizer';
import { permissionsFor } from '../operations/authorizeKind';
import type { PlanRecord } from '../plans/PlanRecord';

/**
 * Names of the permissions that a plan needs and that nobody was asked for at
 * the request: a release that got stuck since has to be freed too.
 */
export function undecided(
  { plan, work }: Pick<PlanRecord, 'plan' | 'work'>,
  decisions: readonly StoredDecision[],
): string[] {
  const decided = new Set(decisions.map(({ permission }) => permission));
  return permissionsFor(plan.kind, work)
    .map(({ name }) => name)
    .filter(name => !decided.has(name));
}
