import {
  isHelmError,
  parseManifest,
  type Finding,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import { isStuck } from '../doctor/holder';
import { redactionSource } from '../redaction';
import type { StoredRevision } from '../releases/ReleaseStore';
import { missingIn, removalFindings } from './changeFindings';
import { fenceRevision } from './fenceRevision';
import { refusal, type PlanFacts } from './gatherFacts';
import { hookCounts } from './hookCounts';
import { sideOfBase, type PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import {
  adoptionProblems,
  atWorkProblems,
  majorProblems,
} from './stateProblems';
import { workOf } from './workOf';

async function readTarget(
  options: PlanningOptions,
  { release, base }: PlanFacts,
  revision: number | undefined,
): Promise<StoredRevision> {
  if (revision === undefined) {
    throw refusal(
      {
        code: 'INPUT_INVALID',
        field: 'revision',
        message: 'A rollback needs the revision to go back to.',
      },
      400,
    );
  }
  try {
    const target = await options.store.revision(release, revision);
    if (
      revision === base?.revision &&
      (base.status === 'deployed' || base.status.startsWith('pending-'))
    ) {
      throw refusal({
        code: 'ACTION_NOT_POSSIBLE',
        field: 'revision',
        message: `Revision ${revision} is the newest already.`,
        wayOut: 'Choose an earlier one.',
      });
    }
    return target;
  } catch (error) {
    if (isHelmError(error) && error.code === 'NOT_FOUND') {
      throw refusal({
        code: 'NOTHING_TO_ROLL_BACK_TO',
        field: 'revision',
        message: `Revision ${revision} is not in the cluster any more.`,
        wayOut: 'Choose another one.',
      });
    }
    throw error;
  }
}

/** What a rollback does: it applies the stored manifest of the old revision. */
export async function planRollback(
  options: PlanningOptions,
  facts: PlanFacts,
  request: Pick<PlanRequest, 'revision'>,
): Promise<PlanDraft> {
  const { release, environment, declaration } = facts;
  const target = await readTarget(options, facts, request.revision);
  const after = sideOfBase({ base: { ...target, status: 'superseded' } });
  const { objects } = parseManifest(after.manifest);
  const scopeOf = await options.scopes(environment.name, objects);
  const unserved = objects.filter(object => scopeOf(object) === undefined);
  const removed = missingIn(
    sideOfBase(facts).manifest,
    after.manifest,
    release.namespace,
  );
  const fenced = await fenceRevision(options.fence, {
    environment,
    namespace: release.namespace,
    target,
    base: facts.base,
  });
  const findings: Finding[] = [
    ...removalFindings(removed),
    ...fenced.inBase
      .filter(({ code }) => code !== 'API_REMOVED')
      .map(({ code, message }) => ({
        level: 'accept' as const,
        code,
        what: message,
        why: 'This environment would not let a new release hold it. It is in the deployed revision too.',
      })),
    ...unserved.slice(0, 5).map(({ kind, apiVersion, name }) => ({
      level: 'accept' as const,
      code: 'API_REMOVED',
      what: `The cluster does not serve ${kind} ${apiVersion} (${name}) any more.`,
      why: 'Helm will refuse to apply the old manifest.',
    })),
    ...(/^(failed|pending-)/.test(target.status)
      ? [
          {
            level: 'accept' as const,
            code: 'TARGET_NEVER_WORKED',
            what: `Revision ${target.revision} is recorded as ${target.status}.`,
          },
        ]
      : []),
    ...(declaration?.chart &&
    declaration.chart.version.replace(/^v/, '') !==
      target.chartVersion.replace(/^v/, '')
      ? [
          {
            level: 'know' as const,
            code: 'NOT_AS_DECLARED',
            what: `${declaration.chart.version} stays declared; it will be out of sync.`,
            todo: 'Change the declaration too, if this is to stay.',
          },
        ]
      : []),
    {
      level: 'fact',
      code: 'ROLLBACK_LIMITS',
      what: 'A rollback changes neither CRDs nor data, and runs the hooks of the old revision.',
    },
  ];
  return {
    facts,
    kind: 'rollback',
    after,
    sources: [redactionSource(target)],
    toVersion: target.chartVersion,
    toRevision: target.revision,
    overrideKeys: [],
    generated: new Set(),
    objects: objects.map(({ kind, name }) => ({ kind, name, keeps: false })),
    hooks: target.hooks.map(({ kind, name, events }) => ({
      kind,
      name,
      events,
    })),
    findings,
    blockedBy: [
      ...facts.blockedBy,
      ...adoptionProblems(facts),
      ...majorProblems(facts),
      ...(await atWorkProblems(options, facts)),
      // What the cluster does not serve is a finding above.
      ...fenced.added.filter(({ code }) => code !== 'API_REMOVED'),
    ],
    work: {
      ...workOf(
        options.digester,
        facts,
        'rollback',
        hookCounts('rollback', target.hooks),
      ),
      toRevision: target.revision,
      ...(isStuck(facts.base?.status) ? { unlock: true } : {}),
    },
    alwaysActs: true,
  };
}
