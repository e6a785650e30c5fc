import type { PlanRecord } from '../plans/PlanRecord';

const MOST_KEYS = 6;
const COMMIT = /^[0-9a-f]{12,64}$/i;

/** A commit as people write it; what else a revision may be, as it is. */
export function shortRevision(revision: string): string {
  return COMMIT.test(revision) ? revision.slice(0, 8) : revision.slice(0, 40);
}

/**
 * Why the catalog asks for it: where it stands and what it changes, without any
 * value: `Declared at 4f1c2a7b: storefront 1.2.0 → 1.3.0`.
 */
export function syncReason(
  { plan, diffs }: Pick<PlanRecord, 'plan' | 'diffs'>,
  revision: string | undefined,
): string {
  const where = revision
    ? `Declared at ${shortRevision(revision)}`
    : 'Declared in the catalog';
  return `${where}: ${whatChanges(plan, diffs.values.entries)}`;
}

function whatChanges(
  { kind, chart, fromVersion, toVersion, release }: PlanRecord['plan'],
  values: { title: string }[],
): string {
  const name = chart?.name.split('/').at(-1) ?? release.name;
  if (kind === 'install' || fromVersion === undefined) {
    return `${name} ${toVersion}`;
  }
  if (fromVersion !== toVersion) {
    return `${name} ${fromVersion} → ${toVersion}`;
  }
  const keys = values.map(({ title }) => title);
  return keys.length
    ? `${name} ${toVersion}, values ${keys.slice(0, MOST_KEYS).join(', ')}${
        keys.length > MOST_KEYS ? ` and ${keys.length - MOST_KEYS} more` : ''
      }`
    : `${name} ${toVersion}, as it stands`;
}
