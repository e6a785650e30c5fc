import {
  diffManifests,
  diffValues,
  stringifyReleaseRef,
  stringifyYaml,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { createRedactor, redactionSource } from '../redaction';
import { sideOfBase, type PlanDraft, type PlanSide } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import type { PlanRecord } from './PlanRecord';

/**
 * Everything that approval and execution are bound to: another chart, values,
 * base or policy is another digest.
 */
function digestOf(
  { digester }: Pick<PlanningOptions, 'digester'>,
  { work, facts, generated, after }: PlanDraft,
): string {
  const { environment, release, entityRef } = facts;
  return digester.json({
    release,
    environment: environment.name,
    entityRef,
    work,
    policy: policyOf(environment),
    // Random objects differ at each render; the chart and values don't.
    manifest: generated.size ? undefined : digester.text(after.manifest),
  });
}

/**
 * What a review depends on. Freezes are not of it: they are looked at when they
 * matter, and change nothing of what would run.
 */
function policyOf(environment: EnvironmentConfig): Record<string, unknown> {
  const { allow, images, helm, engine, approvals, promotion } = environment;
  return { allow, images, helm, engine, approvals, promotion };
}

/** Redacts a draft and makes it a plan that can be stored and run. */
export function finishPlan(
  options: Pick<PlanningOptions, 'config' | 'digester' | 'now' | 'newId'>,
  draft: PlanDraft,
  createdBy: string,
): PlanRecord {
  const { facts, after, work } = draft;
  const { release, environment, base } = facts;
  const redactor = createRedactor({
    secretKeys: options.config.secretKeys,
    sources: [...(base ? [redactionSource(base)] : []), ...draft.sources],
  });
  const redacted = (side: PlanSide): PlanSide => ({
    manifest: redactor.manifest(side.manifest),
    hooks: redactor.manifest(side.hooks),
    values: redactor.values(side.values),
  });
  const id = options.newId();
  const left = redacted(draft.before ?? sideOfBase(facts));
  const right = redacted(after);
  const titles = {
    left: `${stringifyReleaseRef(release)}@deployed`,
    right: `plan:${id}`,
  };
  const diffs = {
    values: diffValues(left.values, right.values, titles),
    manifest: diffManifests(left, right, {
      ...titles,
      namespace: release.namespace,
      generated: draft.generated,
    }),
  };
  const now = options.now();
  const differs = (['values', 'manifest'] as const).some(
    of => diffs[of].entries.length > 0,
  );
  const plan: Plan = {
    id,
    digest: digestOf(options, draft),
    kind: draft.kind,
    release,
    environment: environment.name,
    entityRef: facts.entityRef,
    createdBy,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(
      now + options.config.planTtlSeconds * 1000,
    ).toISOString(),
    engine: environment.engine,
    chart: draft.chart && {
      name: draft.chart.name,
      repository: draft.chart.repository,
      version: draft.chart.version,
      appVersion: draft.chart.appVersion,
      digest: draft.chart.digest,
    },
    fromVersion:
      base && base.status !== 'uninstalled' ? base.chartVersion : undefined,
    toVersion: draft.toVersion,
    toRevision: draft.toRevision,
    baseRevision: work.baseRevision,
    valuesDigest: work.valuesDigest,
    overrideKeys: draft.overrideKeys,
    counts: diffs.manifest.counts,
    objects: draft.objects,
    hooks: draft.hooks,
    findings: draft.findings.map(finding => ({
      ...finding,
      what: redactor.text(finding.what),
    })),
    blockedBy: draft.blockedBy.map(problem => ({
      ...problem,
      message: redactor.text(problem.message),
    })),
    changesAnything: draft.alwaysActs || differs,
  };
  return {
    plan,
    work,
    manifest: `${right.manifest}${right.hooks}`,
    valuesYaml: stringifyYaml(right.values),
    diffs,
    policy: policyOf(environment),
  };
}
