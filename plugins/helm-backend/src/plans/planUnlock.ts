import { parseManifest } from '@backstage-helm/plugin-helm-common';
import { refusal, type PlanFacts } from './gatherFacts';
import { sideOfBase, type PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import { adoptionProblems, atWorkProblems } from './stateProblems';
import { workOf } from './workOf';

/**
 * Marks a pending revision as failed, which frees the release and changes
 * nothing else.
 *
 * @throws HelmError NOT_LOCKED when the newest revision is not pending
 */
export async function planUnlock(
  options: PlanningOptions,
  facts: PlanFacts,
): Promise<PlanDraft> {
  const { base } = facts;
  if (!base?.status.startsWith('pending-')) {
    throw refusal({
      code: 'NOT_LOCKED',
      field: 'kind',
      message: base
        ? `Revision ${base.revision} is ${base.status}: there is nothing to unlock.`
        : 'Nothing is installed here.',
      wayOut:
        base?.status === 'uninstalling'
          ? 'Finish the uninstall, or undo it.'
          : undefined,
    });
  }
  return {
    facts,
    kind: 'unlock',
    after: sideOfBase(facts),
    sources: [],
    toVersion: base.chartVersion,
    overrideKeys: [],
    generated: new Set(),
    objects: parseManifest(base.manifest).objects.map(({ kind, name }) => ({
      kind,
      name,
      keeps: true,
    })),
    hooks: [],
    findings: [
      {
        level: 'fact',
        code: 'MARKS_FAILED',
        what: `Marks revision ${base.revision} as failed in Helm’s record. Nothing else in the cluster changes.`,
        why: 'Its objects stay as far as it came.',
        todo: 'Upgrade, roll back or uninstall afterwards.',
      },
    ],
    blockedBy: [
      ...facts.blockedBy,
      ...adoptionProblems(facts),
      ...(await atWorkProblems(options, facts)),
    ],
    work: {
      ...workOf(options.digester, facts, 'unlock', {
        preHooks: 0,
        postHooks: 0,
      }),
      unlock: true,
    },
    alwaysActs: true,
  };
}
