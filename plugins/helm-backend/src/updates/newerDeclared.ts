import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import semver from 'semver';
import type { ChartSource } from '../charts';
import type { Declaration } from '../declarations/Declaration';

/** A newer version of what an entity declares, and where it declares it. */
export interface Update {
  entityRef: string;
  owner?: string;
  chart: string;
  version: string;
  /** In the order of the declarations. */
  declared: { release: ReleaseRef; environment: string; version: string }[];
}

type Published = Awaited<ReturnType<ChartSource['versions']>>;

/** The version that an update would go to, if there is one. */
export function newerVersion(
  declared: string,
  published: Published,
): string | undefined {
  if (!semver.valid(declared)) {
    return undefined;
  }
  const isPrerelease = semver.prerelease(declared) !== null;
  return published
    .filter(
      each =>
        semver.valid(each.version) &&
        !each.deprecated &&
        (isPrerelease || !each.isPrerelease) &&
        semver.gt(each.version, declared),
    )
    .map(({ version }) => version)
    .sort(semver.rcompare)[0];
}

/** Updates of all declarations, one for each entity, release and version. */
export function newerDeclared(
  declarations: readonly Declaration[],
  published: ReadonlyMap<string, Published>,
): Update[] {
  const updates = new Map<string, Update>();
  for (const {
    entityRef,
    owner,
    chart,
    release,
    environment,
  } of declarations) {
    const version =
      chart && newerVersion(chart.version, published.get(keyOf(chart)) ?? []);
    if (chart && release && version) {
      const key = JSON.stringify([
        entityRef,
        release.name,
        keyOf(chart),
        version,
      ]);
      const update: Update = updates.get(key) ?? {
        entityRef,
        owner,
        chart: chart.name,
        version,
        declared: [],
      };
      update.declared.push({ release, environment, version: chart.version });
      updates.set(key, update);
    }
  }
  return [...updates.values()];
}

/** A chart without its version. */
export function keyOf(chart: { repository: string; name: string }): string {
  return `${chart.repository}/${chart.name}`;
}
