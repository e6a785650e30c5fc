import {
  parseManifest,
  type HelmProblem,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import type { PlanFacts } from './gatherFacts';
import { planChange } from './planChange';
import type { PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';

/** Enough for the dry runs of one plan. */
const TOKEN_SECONDS = 600;

/**
 * Without an object that shows that it ran here, the record would not be
 * written again: it would be a first install that nobody has to approve.
 */
const nothingLost: HelmProblem = {
  code: 'ACTION_NOT_POSSIBLE',
  field: 'version',
  message: 'It renders no object whose presence shows that it ran here.',
  wayOut: 'Install it.',
};

/**
 * Writes Helm's record again for objects that lost it: an install over them
 * that must not change any. No hook runs, no CRD is made, nothing is waited for.
 */
export async function planRebuild(
  options: PlanningOptions,
  facts: PlanFacts,
  request: Omit<PlanRequest, 'release'>,
): Promise<PlanDraft> {
  const draft = await planChange(options, facts, request);
  const { release, environment } = facts;
  const { objects } = parseManifest(draft.after.manifest);
  const { client } = await options.clusters.deployer(
    environment.name,
    release.namespace,
    { expiresInSeconds: TOKEN_SECONDS },
  );
  const changes = await options.wouldChange(
    client,
    release,
    objects,
    environment.helm,
  );
  return {
    ...draft,
    // The objects are there: only the record is new.
    before: draft.after,
    hooks: [],
    findings: [
      {
        level: 'fact',
        code: 'REBUILDS_RECORD',
        what: `Writes revision 1 (${draft.toVersion}) into Helm’s record. ${
          changes.length
            ? 'It would do more than that.'
            : `None of the ${objects.length} objects changes.`
        }`,
        why: 'Each was compared by a dry run. Hooks are not run.',
      },
      ...draft.findings.filter(({ code }) => code !== 'MAKES_CRDS'),
    ],
    blockedBy: [
      ...draft.blockedBy,
      ...changes,
      ...(objects.length ? [] : [nothingLost]),
    ],
    work: {
      ...draft.work,
      mustChangeNothing: true,
      noHooks: true,
      wait: false,
      rollbackOnFailure: false,
      createNamespace: false,
      preHooks: 0,
      postHooks: 0,
    },
    alwaysActs: true,
  };
}
