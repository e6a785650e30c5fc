import {
  parseManifest,
  type Finding,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import { isStuck } from '../doctor/holder';
import { isKept, removalFindings } from './changeFindings';
import { refusal, type PlanFacts } from './gatherFacts';
import { hookCounts } from './hookCounts';
import { emptySide, sideOfBase, type PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import {
  adoptionProblems,
  atWorkProblems,
  lockProblems,
} from './stateProblems';
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

/** The rest of an uninstall that broke off; its hooks may be what it hung on. */
function requireUninstalling({ base }: PlanFacts): void {
  if (base?.status !== 'uninstalling') {
    throw refusal({
      code: 'NOT_LOCKED',
      field: 'kind',
      message: base
        ? `Revision ${base.revision} is ${base.status}: no uninstall is half done.`
        : 'Nothing is installed here.',
    });
  }
}

function skippedHooks(
  hooks: readonly { kind: string; name: string }[],
): Finding[] {
  return hooks.length
    ? [
        {
          level: 'know',
          code: 'SKIPS_HOOKS',
          what: `Does not run ${hooks
            .map(({ kind, name }) => `${kind} ${name}`)
            .join(', ')} again.`,
          why: 'The uninstall may have hung in a hook.',
          todo: 'Look whether what these do is done, and whether they are still there.',
        },
      ]
    : [];
}

/** What an uninstall takes away, and what it leaves; also the rest of one. */
export async function planUninstall(
  options: PlanningOptions,
  facts: PlanFacts,
  request: Pick<PlanRequest, 'keepHistory'> & {
    kind: 'uninstall' | 'finish-uninstall' | 'reinstall';
  },
): Promise<PlanDraft> {
  const base = requireBase(facts);
  const { kind } = request;
  const isRest = kind === 'finish-uninstall';
  if (isRest) {
    requireUninstalling(facts);
  }
  const { objects } = parseManifest(base.manifest);
  const deleteHooks = base.hooks.filter(({ events }) =>
    events.some(event => event.endsWith('-delete')),
  );
  return {
    facts,
    kind,
    after: emptySide,
    sources: [],
    overrideKeys: [],
    generated: new Set(),
    objects: objects.map(object => ({
      kind: object.kind,
      name: object.name,
      keeps: isKept(object),
    })),
    hooks: isRest
      ? []
      : base.hooks.map(({ kind: hookKind, name, events }) => ({
          kind: hookKind,
          name,
          events,
        })),
    findings: [
      ...(isRest ? skippedHooks(deleteHooks) : []),
      ...removalFindings(objects),
      ...(objects.some(object => object.kind === 'StatefulSet')
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
    blockedBy: [
      ...facts.blockedBy,
      ...adoptionProblems(facts),
      ...(await atWorkProblems(options, facts)),
    ],
    work: {
      ...workOf(options.digester, facts, kind, hookCounts(kind, base.hooks)),
      keepHistory: request.keepHistory ?? false,
      ...(isStuck(base.status) ? { unlock: true } : {}),
      ...(isRest && deleteHooks.length ? { noHooks: true } : {}),
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
