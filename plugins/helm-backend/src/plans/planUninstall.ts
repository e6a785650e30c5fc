import {
  parseManifest,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import { isKept, removalFindings } from './changeFindings';
import { refusal, type PlanFacts } from './gatherFacts';
import { hookCounts } from './hookCounts';
import { emptySide, sideOfBase, type PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import { adoptionProblems, lockProblems } from './stateProblems';
import { workOf } from './workOf';

function requireBase({ base }: PlanFacts) {
  if (!base || base.status === 'uninstalled') {
    throw refusal({
      code: 'ACTION_NOT_POSSIBLE',
      field: 'kind',
      message: 'Nothing is installed here.',
    });
  }
  return base;
}

/** What an uninstall takes away, and what it leaves. */
export async function planUninstall(
  options: PlanningOptions,
  facts: PlanFacts,
  request: Pick<PlanRequest, 'keepHistory'>,
): Promise<PlanDraft> {
  const base = requireBase(facts);
  const { objects } = parseManifest(base.manifest);
  return {
    facts,
    kind: 'uninstall',
    after: emptySide,
    sources: [],
    overrideKeys: [],
    generated: new Set(),
    objects: objects.map(object => ({
      kind: object.kind,
      name: object.name,
      keeps: isKept(object),
    })),
    hooks: base.hooks.map(({ kind, name, events }) => ({ kind, name, events })),
    findings: [
      ...removalFindings(objects),
      ...(objects.some(({ kind }) => kind === 'StatefulSet')
        ? [
            {
              level: 'fact' as const,
              code: 'KEEPS_VOLUMES',
              what: 'Volume claims that StatefulSets made stay.',
            },
          ]
        : []),
      ...(request.keepHistory
        ? []
        : [
            {
              level: 'know' as const,
              code: 'LOSES_HISTORY',
              what: 'Its history goes too: there is no way back but a new install.',
            },
          ]),
    ],
    blockedBy: [...facts.blockedBy, ...adoptionProblems(facts)],
    work: {
      ...workOf(
        options.digester,
        facts,
        'uninstall',
        hookCounts('uninstall', base.hooks),
      ),
      keepHistory: request.keepHistory ?? false,
    },
    alwaysActs: true,
  };
}

/** What a test runs. */
export async function planTest(
  options: PlanningOptions,
  facts: PlanFacts,
): Promise<PlanDraft> {
  const base = requireBase(facts);
  const counts = hookCounts('test', base.hooks);
  const tests = base.hooks.filter(({ events }) =>
    events.some(event => event === 'test' || event === 'test-success'),
  );
  const side = sideOfBase(facts);
  return {
    facts,
    kind: 'test',
    after: side,
    sources: [],
    overrideKeys: [],
    generated: new Set(),
    objects: [],
    hooks: tests.map(({ kind, name, events }) => ({ kind, name, events })),
    findings: [],
    blockedBy: [
      ...facts.blockedBy,
      ...adoptionProblems(facts),
      ...lockProblems(facts),
      ...(tests.length
        ? []
        : [
            {
              code: 'ACTION_NOT_POSSIBLE' as const,
              message: `${base.chartName} ${base.chartVersion} has no tests.`,
            },
          ]),
      ...(base.status === 'failed'
        ? [
            {
              code: 'ACTION_NOT_POSSIBLE' as const,
              message: 'The newest revision failed; tests need a deployed one.',
            },
          ]
        : []),
    ],
    work: workOf(options.digester, facts, 'test', counts),
    alwaysActs: true,
  };
}
