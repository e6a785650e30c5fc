import { isOwnersRescue, operationKinds } from '../operations';
import {
  adoption,
  busy,
  declaration,
  declared,
  needs,
  owned,
  rescued,
  type ActionInput,
  type Refusal,
} from './actionRules';

const UNLOCK = 'helm.release.unlock';
const deploying: ReadonlySet<string> = new Set([
  'upgrade',
  'reinstall',
  'rebuild',
]);

/** Permissions that a kind needs, with the one to free a stuck release. @public */
export function permissionsOfKind(kind: string, unlocks: boolean): string[] {
  const known = operationKinds.get(kind);
  const names = known ? [known.permission, ...known.alsoNeeds] : [];
  return [...new Set(unlocks ? [...names, UNLOCK] : names)];
}

/**
 * What stands against a way out of a stuck release, by the rules of actions
 * (STYLE 5); undefined when nothing does. `unlocks` is whether it also frees a
 * pending revision.
 *
 * @public
 */
export function refuseWayOut(
  input: ActionInput,
  kind: string,
  unlocks: boolean,
  alsoNeeds: readonly string[] = [],
): Refusal | undefined {
  const rules = [
    ...(isOwnersRescue(kind) ? rescued : owned),
    adoption,
    busy,
    ...(deploying.has(kind) ? [declared, declaration] : []),
  ];
  for (const rule of rules) {
    const refusal = rule(input, kind);
    if (refusal) {
      return refusal;
    }
  }
  return [...permissionsOfKind(kind, unlocks), ...alsoNeeds]
    .map(name => needs(input, name))
    .find(Boolean);
}
