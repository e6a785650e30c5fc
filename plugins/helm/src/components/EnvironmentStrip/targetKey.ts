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

/** The target that the address names, else the first. */
export function findTarget(
  targets: Target[],
  key: string | undefined,
): Target | undefined {
  return (
    targets.find(target => targetKey(target, targets) === key) ?? targets[0]
  );
}
