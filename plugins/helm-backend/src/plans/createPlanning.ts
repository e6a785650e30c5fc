import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleasePermissions,
  operationKinds,
  type Diff,
  type Plan,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import { createDiffReader, type DiffRequest } from './createDiffReader';
import { dependencyFindings } from './dependencyFindings';
import { finishPlan } from './finishPlan';
import { gatherFacts, type PlanFacts } from './gatherFacts';
import { kindAgain } from './kindAgain';
import { planChange } from './planChange';
import type { PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import type { PlanRecord, PlanWork } from './PlanRecord';
import { planRollback } from './planRollback';
import { planRebuild } from './planRebuild';
import { planReinstall } from './planReinstall';
import { planTest, planUninstall } from './planUninstall';
import { planUnlock } from './planUnlock';

/** What is planned again. */
interface Ended {
  kind: string;
  release: PlanRequest['release'];
  work: PlanWork;
}

/** Previews that can be run. */
export interface Planning {
  /**
   * Makes and stores a plan; changes nothing in the cluster.
   *
   * @throws HelmError for what can't even be previewed; what only stands in
   *   the way of running it is in the plan's `blockedBy`
   */
  createPlan(
    request: PlanRequest,
    credentials: BackstageCredentials,
  ): Promise<Plan>;
  /** A fresh plan that does what an ended operation wanted. */
  replan(ended: Ended, credentials: BackstageCredentials): Promise<PlanRecord>;
  /**
   * The same on behalf of who asked for it, who is not there: whether that is
   * still allowed is the caller's to decide. Not stored.
   */
  replanFor(principal: string, ended: Ended): Promise<PlanRecord>;
  /** What a request would do for a principal of the portal's own. Not stored. */
  planFor(principal: string, request: PlanRequest): Promise<PlanRecord>;
  /** Compares what is or would be deployed, redacted. */
  diff(request: DiffRequest): Promise<Diff>;
}

/** Permissions that running a plan of this kind needs. */
export function permissionsOf(kind: string) {
  const known = operationKinds.get(kind);
  const names = known ? [known.permission, ...known.alsoNeeds] : [];
  const permissions = helmReleasePermissions.filter(({ name }) =>
    names.includes(name),
  );
  if (!permissions.length) {
    throw new HelmError({
      code: 'ACTION_NOT_POSSIBLE',
      field: 'kind',
      message: `This portal does not know how to ${kind}.`,
    });
  }
  return permissions;
}

/** Wires planning. */
export function createPlanning(options: PlanningOptions): Planning {
  const draftOf = (
    facts: PlanFacts,
    request: PlanRequest,
  ): Promise<PlanDraft> => {
    switch (request.kind) {
      case 'rollback':
        return planRollback(options, facts, request);
      case 'uninstall':
      case 'finish-uninstall':
        return planUninstall(options, facts, {
          ...request,
          kind: request.kind,
        });
      case 'unlock':
        return planUnlock(options, facts);
      case 'reinstall':
        return planReinstall(options, facts);
      case 'rebuild':
        return planRebuild(options, facts, request);
      case 'test':
        return planTest(options, facts);
      default:
        return planChange(options, facts, request);
    }
  };

  async function make(
    request: PlanRequest,
    credentials: BackstageCredentials,
    adjust: (facts: PlanFacts) => PlanFacts = facts => facts,
  ): Promise<PlanRecord> {
    const { authorizer, plans } = options;
    for (const permission of permissionsOf(request.kind)) {
      await authorizer.assert(credentials, permission, request.release);
    }
    const principal = await authorizer.principal(credentials);
    const record = await draw(request, principal, adjust, credentials);
    await plans.put(record);
    return record;
  }

  async function draw(
    request: PlanRequest,
    principal: string,
    adjust: (facts: PlanFacts) => PlanFacts,
    credentials?: BackstageCredentials,
  ): Promise<PlanRecord> {
    const facts = adjust(
      await gatherFacts(options, request.release, request.kind),
    );
    const drafted = await draftOf(facts, request);
    const draft = {
      ...drafted,
      findings: [
        ...drafted.findings,
        ...(await dependencyFindings(
          options,
          facts,
          request.kind,
          credentials,
        )),
      ],
    };
    const lacking = await options.promotion?.problem({ ...facts, ...draft });
    return finishPlan(
      options,
      lacking ? { ...draft, blockedBy: [...draft.blockedBy, lacking] } : draft,
      principal,
    );
  }

  /** The request that leads to what an ended operation wanted. */
  async function again({ kind, release, work }: Ended): Promise<{
    request: PlanRequest;
    adjust: (facts: PlanFacts) => PlanFacts;
  }> {
    const base = await options.store.observe(release);
    const override = work.then?.override ?? work.override;
    return {
      request: {
        release,
        kind: kindAgain(kind, base),
        revision: work.toRevision,
        keepHistory: work.keepHistory,
        ...(work.unlock ? { unlock: true } : {}),
        ...(work.clearOverride ? { asDeclared: true } : {}),
        ...(override?.version ? { version: override.version } : {}),
      },
      adjust: facts => ({ ...facts, wanted: override }),
    };
  }

  return {
    diff: createDiffReader(options),

    async createPlan(request, credentials) {
      return (await make(request, credentials)).plan;
    },

    async replan(ended, credentials) {
      const { request, adjust } = await again(ended);
      return make(request, credentials, adjust);
    },

    async replanFor(principal, ended) {
      const { request, adjust } = await again(ended);
      return draw(request, principal, adjust);
    },

    planFor: (principal, request) => draw(request, principal, facts => facts),
  };
}
