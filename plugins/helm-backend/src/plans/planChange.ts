import {
  objectKey,
  parseManifest,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import type { FetchedChart } from '../charts';
import { renderChart, type RenderInput, type RenderedRelease } from '../helm';
import { withSecretPlaces } from '../digest/comparableValues';
import { createRedactor, maskingErrors, redactionSource } from '../redaction';
import { checkSecrets, secretFindings } from '../secretValues/checkSecrets';
import { shownValues } from '../secretValues/fillSecrets';
import { secretUse } from '../secretValues/refuseSecret';
import { previewValues } from '../secretValues/previewValues';
import {
  decideValues,
  refuseSecrets,
  type DecidedValues,
} from '../values/decideValues';
import {
  changeFindings,
  missingIn,
  removalFindings,
  unlockFinding,
} from './changeFindings';
import type { PlanFacts } from './gatherFacts';
import { hookCounts } from './hookCounts';
import { checkImages } from './imageFindings';
import { changeProblems } from './changeProblems';
import { sideOfBase, type PlanDraft } from './PlanDraft';
import type { PlanningOptions } from './PlanningOptions';
import { quotaFindings } from './quotaFindings';
import {
  resolveDeclaration,
  type ResolvedDeclaration,
} from './resolveDeclaration';
import { checkReleaseSize, estimateReleaseSize } from './releaseSize';
import { atWorkProblems } from './stateProblems';
import { workOf } from './workOf';

/** Same names, other content in a second render: made anew at each install. */
function generatedKeys(
  first: RenderedRelease,
  second: RenderedRelease,
  namespace: string,
): Set<string> {
  const texts = new Map(
    [...second.objects, ...second.hooks.map(hook => hook.object)].map(
      object => [objectKey(object, namespace), object.text],
    ),
  );
  return new Set(
    [...first.objects, ...first.hooks.map(hook => hook.object)]
      .filter(object => {
        const text = texts.get(objectKey(object, namespace));
        return text !== undefined && text !== object.text;
      })
      .map(object => objectKey(object, namespace)),
  );
}

/** What an install, an upgrade or an adoption (declared against deployed) does. */
export async function planChange(
  options: PlanningOptions,
  facts: PlanFacts,
  request: Omit<PlanRequest, 'release'>,
): Promise<PlanDraft> {
  const { environment, release, base } = facts;
  const { kind } = request;
  // Only a pending revision can be marked as failed.
  const unlocks =
    request.unlock === true && base?.status.startsWith('pending-') === true;
  const blockedBy = [
    ...facts.blockedBy,
    ...changeProblems(kind, facts, unlocks),
    ...(unlocks ? await atWorkProblems(options, facts) : []),
  ];
  const declaration = await resolveDeclaration(options, facts);
  const decided = decideValues({
    request,
    declaration: {
      ...declaration,
      version: declaration.chart.version,
      shown: shownValues(declaration),
    },
    active: facts.override,
    wanted: facts.wanted,
    redact: values =>
      createRedactor({
        secretKeys: options.config.secretKeys,
        sources: [{ values: [values] }],
      }).values(values),
  });
  const secrets = declaration.secretValues ?? [];
  const preview = previewValues(
    declaration,
    decided.patch,
    base,
    secrets.length ? (await options.secretRuns?.paths(release)) ?? [] : [],
  );
  const { repository, name } = declaration.chart;
  const chart = await options.charts.fetch(repository, name, decided.version);
  refuseSecrets(decided.override, {
    patterns: options.config.secretKeys,
    schema: chart.schema === undefined ? undefined : JSON.parse(chart.schema),
  });
  const input: RenderInput = {
    major: environment.helm.version,
    chart,
    namespace: release.namespace,
    name: release.name,
    isUpgrade: kind !== 'install' && kind !== 'rebuild',
    values: preview.rendered,
    capabilities: await options.clusters.capabilities(environment.name),
  };
  const render = (fresh: boolean) =>
    maskingErrors(
      createRedactor({
        secretKeys: options.config.secretKeys,
        sources: [
          { values: [preview.rendered], schema: chart.schema },
          ...(base ? [redactionSource(base)] : []),
        ],
      }),
      () => renderChart(options.runner, input, { fresh }),
    );
  const rendered = await render(false);
  const generated = chart.usesRandom
    ? generatedKeys(rendered, await render(true), release.namespace)
    : new Set<string>();
  const images = checkImages(
    [...rendered.objects, ...rendered.hooks.map(hook => hook.object)],
    environment.images,
  );
  const before = sideOfBase(facts);
  const removed = missingIn(
    before.manifest,
    rendered.manifest,
    release.namespace,
  );
  const size = await estimateReleaseSize(chart.storedBytes, {
    manifest: rendered.manifest,
    hooks: rendered.hooksManifest,
    values: preview.rendered,
  });
  const checked = secrets.length
    ? await checkSecrets({
        clusters: options.clusters,
        environment: environment.name,
        use: secretUse(release, environment, declaration),
        references: secrets,
      })
    : undefined;
  blockedBy.push(
    ...(await options.fence(environment, release.namespace, rendered)),
    ...images.blockedBy,
    ...checkReleaseSize(size),
    ...(checked?.problems ?? []),
  );
  const limits = await options.limits?.(environment.name, release.namespace);
  return {
    facts,
    kind,
    after: {
      manifest: rendered.manifest,
      hooks: rendered.hooksManifest,
      values: preview.shown,
    },
    sources: [
      {
        manifest: rendered.manifest,
        hooks: [rendered.hooksManifest],
        values: [preview.rendered],
        schema: chart.schema,
      },
    ],
    chart,
    toVersion: chart.version,
    overrideKeys: decided.overrideKeys,
    generated,
    objects: parseManifest(rendered.manifest).objects.map(object => ({
      kind: object.kind,
      name: object.name,
      keeps: false,
    })),
    hooks: rendered.hooks.map(({ object, events }) => ({
      kind: object.kind,
      name: object.name,
      events,
    })),
    findings: [
      ...(unlocks && base ? [unlockFinding(base)] : []),
      ...removalFindings(removed),
      ...changeFindings(facts, chart, rendered),
      ...images.findings,
      ...secretFindings(secrets, release.namespace, {
        isComplete: preview.isComplete,
        baseRevision: base?.revision,
      }),
      ...(limits
        ? quotaFindings(
            limits,
            parseManifest(before.manifest).objects,
            rendered.objects,
          )
        : []),
    ],
    blockedBy,
    work: changeWork(options, facts, {
      kind,
      chart,
      decided,
      rendered,
      declaration,
      secrets: checked?.versions,
      unlocks,
    }),
    alwaysActs:
      kind !== 'upgrade' ||
      // Nobody knows without reading it whether a Secret changed.
      secrets.length > 0 ||
      base?.chartVersion !== chart.version ||
      base.status !== 'deployed' ||
      decided.override !== undefined ||
      decided.clearOverride,
  };
}

function changeWork(
  options: PlanningOptions,
  facts: PlanFacts,
  given: {
    kind: string;
    chart: FetchedChart;
    decided: DecidedValues;
    rendered: RenderedRelease;
    declaration: ResolvedDeclaration;
    secrets?: Record<string, string>;
    unlocks: boolean;
  },
): PlanDraft['work'] {
  const { kind, chart, decided, rendered, declaration } = given;
  return {
    ...workOf(options.digester, facts, kind, hookCounts(kind, rendered.hooks)),
    chart: {
      repository: chart.repository,
      name: chart.name,
      version: chart.version,
      digest: chart.digest,
    },
    ...(given.unlocks ? { unlock: true } : {}),
    override: decided.override,
    clearOverride: decided.clearOverride,
    declarationDigest: declaration.digest,
    valuesDigest: withSecretPlaces(
      options.digester.json(decided.values),
      declaration.secretValues,
      options.digester,
    ),
    ...(given.secrets ? { secrets: given.secrets } : {}),
    wait: declaration.wait,
    timeoutSeconds: declaration.timeoutSeconds,
    rollbackOnFailure: declaration.rollbackOnFailure,
    createNamespace: declaration.createNamespace,
  };
}
