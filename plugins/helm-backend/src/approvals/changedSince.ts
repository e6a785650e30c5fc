import { isDeepStrictEqual } from 'node:util';
import type { PlanRecord } from '../plans/PlanRecord';

type Reviewed = Pick<PlanRecord, 'plan' | 'work' | 'policy'>;

/** In the words of the configuration reference. */
const POLICY_WORDS: Record<string, string> = {
  allow: 'what may be outside the namespace',
  images: 'image tags',
  helm: 'how Helm runs',
  engine: 'the engine',
  approvals: 'approvals',
  promotion: 'promotion',
};

function base({ plan, work }: Reviewed, before: Reviewed): string | undefined {
  if (plan.baseRevision !== before.plan.baseRevision) {
    return `Base is ${revision(plan.baseRevision)} now, was ${
      before.plan.baseRevision || 'nothing'
    }`;
  }
  return work.baseDigest === before.work.baseDigest
    ? undefined
    : `Revision ${plan.baseRevision} is another one of the same number`;
}

function revision(number: number): string {
  return number ? `revision ${number}` : 'nothing';
}

function chart({ plan }: Reviewed, before: Reviewed): string | undefined {
  const now = plan.chart?.version ?? plan.toVersion;
  const was = before.plan.chart?.version ?? before.plan.toVersion;
  if (now !== was) {
    return `Chart version is ${now ?? 'none'} now, was ${was ?? 'none'}`;
  }
  return plan.chart?.digest === before.plan.chart?.digest
    ? undefined
    : `Chart ${now} has another digest`;
}

function values({ work }: Reviewed, before: Reviewed): string | undefined {
  if (work.declarationDigest !== before.work.declarationDigest) {
    return 'Declared values changed';
  }
  if (work.valuesDigest !== before.work.valuesDigest) {
    return 'Values changed';
  }
  return isDeepStrictEqual(work.secrets, before.work.secrets)
    ? undefined
    : 'Secrets that values come from changed';
}

function policy(now: Reviewed, before: Reviewed): string | undefined {
  const left = before.policy ?? {};
  const right = now.policy ?? {};
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const changed = names.filter(
    name => JSON.stringify(left[name]) !== JSON.stringify(right[name]),
  );
  return changed.length
    ? `Policy: ${changed.map(name => POLICY_WORDS[name] ?? name).join(', ')}`
    : undefined;
}

function objects({ plan }: Reviewed, before: Reviewed): string | undefined {
  const total = ({ counts }: Reviewed['plan']) =>
    counts.added + counts.changed + counts.removed;
  const more = total(plan) - total(before.plan);
  if (!more) {
    return undefined;
  }
  const count = Math.abs(more);
  return `${count} ${count === 1 ? 'object' : 'objects'} ${
    more > 0 ? 'more' : 'fewer'
  } ${count === 1 ? 'changes' : 'change'}`;
}

/**
 * What a plan does otherwise than the one before it, in sentences for those who
 * approve. Never empty: the digests differ.
 */
export function changedSince(before: Reviewed, now: Reviewed): string[] {
  const sentences = [base, chart, values, policy, objects]
    .map(compare => compare(now, before))
    .filter(sentence => sentence !== undefined);
  return sentences.length ? sentences : ['What would be applied changed'];
}
