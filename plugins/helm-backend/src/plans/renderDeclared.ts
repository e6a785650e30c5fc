import type { RedactionSource } from '../redaction';
import type { PlanFacts } from './gatherFacts';
import { planChange } from './planChange';
import type { PlanSide } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';

/** What the declaration, with the active override, renders to now. */
export async function renderDeclared(
  options: PlanningOptions,
  facts: PlanFacts,
): Promise<{ side: PlanSide; sources: RedactionSource[] }> {
  const exists =
    facts.base !== undefined && facts.base.status !== 'uninstalled';
  const { after, sources } = await planChange(options, facts, {
    kind: exists ? 'upgrade' : 'install',
  });
  return { side: after, sources };
}
