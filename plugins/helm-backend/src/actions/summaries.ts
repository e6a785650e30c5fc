import {
  isTerminal,
  type Operation,
  type Plan,
  type ReleaseRow,
  type Revision,
} from '@backstage-helm/plugin-helm-common';

import type { Run } from './runPlan';

/** More is for the page, not for an agent's context. */
const MOST_FINDINGS = 50;
const MOST_SOURCES = 3;
const MOST_LINES = 20;

/** The page of an operation. */
export function operationUrl(appUrl: string, id: string): string {
  return `${appUrl}/helm/operations/${encodeURIComponent(id)}`;
}

export function summarizeState({
  state,
  headline,
}: Pick<ReleaseRow, 'state' | 'headline'>) {
  const { lifecycle, sync, drift, health } = state;
  return {
    state: headline.state,
    reason: headline.reason,
    lifecycle,
    sync,
    drift,
    health,
  };
}

export function summarizeRevision(revision: Revision) {
  const { chartName, chartVersion, firstDeployedAt, ...rest } = revision;
  return { ...rest, chart: chartName, version: chartVersion };
}

export function summarizeOperation(operation: Operation, appUrl: string) {
  const { outcome, approval, phases, ...rest } = operation;
  return {
    ...rest,
    isOver: isTerminal(operation.status),
    phases: phases.map(({ name, status, summary }) => ({
      name,
      status,
      summary,
    })),
    outcome: outcome && {
      ...outcome,
      evidence: (outcome.evidence ?? [])
        .slice(0, MOST_SOURCES)
        .map(({ source, lines }) => ({
          source,
          lines: lines.slice(-MOST_LINES),
        })),
    },
    waitsForApprovalOf:
      operation.status === 'awaiting-approval'
        ? approversOf(operation)
        : undefined,
    url: operationUrl(appUrl, operation.id),
  };
}

/** Who may approve, with the owner by name. */
export function approversOf({ approval, entityRef }: Operation): string[] {
  return (approval?.approvers ?? []).map(approver =>
    approver === 'owner' ? `the owner of ${entityRef ?? 'it'}` : approver,
  );
}

export function summarizePlan(plan: Plan) {
  return {
    ...plan,
    overrideKeys: plan.overrideKeys.slice(0, MOST_FINDINGS),
    findings: plan.findings.slice(0, MOST_FINDINGS),
    blockedBy: plan.blockedBy.slice(0, MOST_FINDINGS),
  };
}

export function summarizeRun({ plan, operation }: Run, appUrl: string) {
  return {
    started: operation !== undefined,
    plan: plan && summarizePlan(plan),
    operation: operation && summarizeOperation(operation, appUrl),
  };
}
