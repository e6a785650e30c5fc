import type {
  Finding,
  ManifestObject,
} from '@backstage-helm/plugin-helm-common';
import { formatQuantity, parseQuantity } from './quantity';
import { quotaDemand, type ContainerDefaults } from './quotaDemand';

/** A ResourceQuota: what it allows and what is used of it. */
export interface Quota {
  name: string;
  hard: Record<string, string>;
  used: Record<string, string>;
}

/** What limits a namespace. */
export interface NamespaceLimits {
  quotas: Quota[];
  defaults: ContainerDefaults;
}

/** Sums of fractions are not exact. */
const TOLERANCE = 1 + 1e-9;

/**
 * Quotas that a deploy would go over: what is used now, without what the base
 * takes, and with what would take its place. Amounts that the deploy does not
 * raise are not its fault and not said.
 */
export function quotaFindings(
  limits: NamespaceLimits,
  before: readonly ManifestObject[],
  after: readonly ManifestObject[],
): Finding[] {
  const was = quotaDemand(before, limits.defaults);
  const willBe = quotaDemand(after, limits.defaults);
  return limits.quotas.flatMap(({ name, hard, used }) => {
    const over = Object.entries(hard).flatMap(([resource, allowed]) => {
      const most = parseQuantity(allowed);
      const now = parseQuantity(used[resource] ?? '0');
      const more = (willBe[resource] ?? 0) - (was[resource] ?? 0);
      if (most === undefined || now === undefined || more <= 0) {
        return [];
      }
      // What failed to start is asked for, but not used.
      const needed = Math.max(now + more, willBe[resource]);
      return needed > most * TOLERANCE
        ? [
            `${resource} ${formatQuantity(now, resource)} of ${formatQuantity(
              most,
              resource,
            )}; this deploy would need ${formatQuantity(needed, resource)}`,
          ]
        : [];
    });
    return over.length
      ? [
          {
            level: 'accept' as const,
            code: 'QUOTA_EXCEEDED',
            what: `Goes over the quota ${name}: ${over.join('. ')}.`,
            why: 'Kubernetes does not make pods beyond the quota, so it would not become ready.',
            todo: 'Ask for less in the values, or have the quota raised.',
          },
        ]
      : [];
  });
}
