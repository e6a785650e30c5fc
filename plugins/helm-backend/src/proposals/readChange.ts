import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmReleaseReadPermission,
  helmReleaseValuesReadPermission,
  type HelmProblem,
  type ProposalRequest,
  type ReleaseRef,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import semver from 'semver';
import type { Declaration } from '../declarations/Declaration';
import type { ProposerOptions } from './createProposer';
import { withoutOwned } from './withoutOwned';

/** What a declaration would say from then on. */
export interface ProposedChange {
  /** Absent = the version stays. */
  version?: string;
  patch?: ValuesMap;
  /** Environment that it is taken from. */
  from?: string;
  /** Why the override was made. */
  reason?: string;
}

/** Nothing is wrong with the request, but with what it is about. */
export function refuse(problem: HelmProblem): HelmError {
  return new HelmError(problem, { status: 409 });
}

/** Reads what is proposed: a version, the override, or what another one runs. */
export async function readChange(
  asked: { request: ProposalRequest; declaration: Declaration },
  options: ProposerOptions,
  credentials: BackstageCredentials,
): Promise<ProposedChange> {
  const { request, declaration } = asked;
  switch (request.kind) {
    case 'version':
      return {
        version: await publishedVersion(request.version, declaration, options),
      };
    case 'override':
      return overrideOf(request.release, options);
    default:
      return promotionOf(request, declaration, options, credentials);
  }
}

async function publishedVersion(
  version: string | undefined,
  { chart, problems }: Declaration,
  { charts }: Pick<ProposerOptions, 'charts'>,
): Promise<string> {
  if (!version) {
    throw new HelmError({
      code: 'INPUT_INVALID',
      field: 'version',
      message: 'Say which version is proposed.',
    });
  }
  // A pin in the place of a range: the chart was asked when it was suggested.
  if (problems.some(({ suggestion }) => suggestion?.version === version)) {
    return version;
  }
  if (!chart) {
    throw refuse(
      problems[0] ?? {
        code: 'CHART_MISSING',
        message: 'No chart is declared.',
      },
    );
  }
  const published = await charts.versions(chart.repository, chart.name);
  if (!published.some(each => each.version === version)) {
    throw new HelmError({
      code: 'VERSION_NOT_FOUND',
      field: 'version',
      message: `${chart.repository} has no version "${version}" of ${chart.name}.`,
      wayOut: published[0] && `The newest one is ${published[0].version}.`,
    });
  }
  return version;
}

async function overrideOf(
  release: ReleaseRef,
  { knowledge }: Pick<ProposerOptions, 'knowledge'>,
): Promise<ProposedChange> {
  const override = await knowledge.overrides.active(release);
  if (!override) {
    throw refuse({
      code: 'ACTION_NOT_POSSIBLE',
      message: `Nothing of ${release.name} is overridden.`,
    });
  }
  const { version, patch, reason } = override;
  return { version, patch, reason };
}

async function promotionOf(
  { release, from }: ProposalRequest,
  declaration: Declaration,
  { knowledge, authorizer }: ProposerOptions,
  credentials: BackstageCredentials,
): Promise<ProposedChange> {
  const source = await sourceOf(release, from, declaration, knowledge);
  // What the caller may not see there looks like nothing.
  const mayRead =
    source &&
    (await authorizer.can(credentials, helmReleaseReadPermission, source));
  const deployed = mayRead ? knowledge.store.latest(source) : undefined;
  if (!source || !deployed || deployed.status !== 'deployed') {
    throw refuse({
      code: 'ACTION_NOT_POSSIBLE',
      field: 'from',
      message: `Nothing of ${declaration.entityRef} runs in ${
        from ?? 'the environment before'
      } that could be promoted, or you may not see it.`,
    });
  }
  await authorizer.assert(credentials, helmReleaseValuesReadPermission, source);
  const { chart } = declaration;
  const isSameChart = !chart || chart.name === deployed.chartName;
  if (!isSameChart || !semver.valid(deployed.chartVersion)) {
    throw refuse({
      code: 'ACTION_NOT_POSSIBLE',
      field: 'from',
      message: `${from} runs ${deployed.chartName} ${deployed.chartVersion}, which is no version of the declared chart.`,
    });
  }
  const override = await knowledge.overrides.active(source);
  return {
    version: deployed.chartVersion,
    patch: withoutOwned(override?.patch ?? {}, declaration.layers),
    reason: override?.reason,
    from,
  };
}

/** The release of the same name there, else the only one. */
async function sourceOf(
  release: ReleaseRef,
  from: string | undefined,
  { entityRef }: Declaration,
  { declarations }: Pick<ProposerOptions['knowledge'], 'declarations'>,
): Promise<ReleaseRef | undefined> {
  if (!from) {
    throw new HelmError({
      code: 'INPUT_INVALID',
      field: 'from',
      message: 'Say which environment is promoted from.',
    });
  }
  const there = (await declarations.ofEntity(entityRef))
    .filter(({ environment }) => environment === from)
    .flatMap(({ release: ref }) => (ref ? [ref] : []));
  return (
    there.find(({ name }) => name === release.name) ??
    (there.length === 1 ? there[0] : undefined)
  );
}
