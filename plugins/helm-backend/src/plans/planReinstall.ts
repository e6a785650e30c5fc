import type { Finding } from '@backstage-helm/plugin-helm-common';
import type { PlanFacts } from './gatherFacts';
import { planChange } from './planChange';
import type { PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import { planUninstall } from './planUninstall';

/** Takes everything away, and installs what is declared when that is done. */
export async function planReinstall(
  options: PlanningOptions,
  facts: PlanFacts,
): Promise<PlanDraft> {
  const away = await planUninstall(options, facts, { kind: 'reinstall' });
  const again = await planChange(
    options,
    { ...facts, base: undefined, blockedBy: [] },
    { kind: 'install' },
  );
  const down: Finding = {
    level: 'accept',
    code: 'REINSTALLS',
    what: `Uninstalls first: all ${away.objects.length} objects go, then they are made anew.`,
    why: 'In between nothing of it runs.',
  };
  return {
    ...again,
    facts,
    kind: 'reinstall',
    objects: away.objects,
    findings: [down, ...away.findings, ...again.findings],
    blockedBy: [...away.blockedBy, ...again.blockedBy],
    work: { ...away.work, then: again.work },
    alwaysActs: true,
  };
}
