import type { Target } from '@backstage-helm/plugin-helm-common';

/**
 * Name of a target in the address: its environment, with the release's name
 * where an entity declares several releases in one environment.
 */
export function targetKey(target: Target, all: Target[]): string {
  const { name } = target.environment;
  const isAlone =
    all.filter(other => other.environment.name === name).length === 1;
  return isAlone || !target.release ? name : `${name}/${target.release.name}`;
}

/**
 * The target that the address names, else the first. A link from elsewhere may
 * name the release although it is alone, or the environment only.
 */
export function findTarget(
  targets: Target[],
  key: string | undefined,
): Target | undefined {
  return (
    targets.find(target => targetKey(target, targets) === key) ??
    targets.find(
      ({ environment, release }) =>
        key === `${environment.name}/${release?.name}`,
    ) ??
    targets.find(({ environment }) => environment.name === key) ??
    targets[0]
  );
}
