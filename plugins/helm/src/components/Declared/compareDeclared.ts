import type {
  DeclaredTarget,
  Target,
} from '@backstage-helm/plugin-helm-common';

type Values = NonNullable<DeclaredTarget['values']>;

/** One value key over all environments. */
export interface DeclaredRow {
  path: string;
  /** In the order of the environments; undefined where it is not set. */
  cells: (Values[string] | undefined)[];
  differs: boolean;
}

/** Releases that are compared with each other: of one name, else of an entity. */
export function groupTargets(targets: Target[]): {
  name?: string;
  targets: Target[];
}[] {
  const named = targets.filter(({ release }) => release);
  const environments = new Set(
    named.map(({ environment }) => environment.name),
  );
  if (environments.size === named.length) {
    return named.length ? [{ targets: named }] : [];
  }
  const groups = new Map<string, Target[]>();
  for (const target of named) {
    const name = target.release?.name ?? '';
    groups.set(name, [...(groups.get(name) ?? []), target]);
  }
  return [...groups].map(([name, group]) => ({ name, targets: group }));
}

/** Every key that any of them sets; values that may not be seen differ in nothing. */
export function compareDeclared(
  columns: (Values | undefined)[],
): DeclaredRow[] {
  const paths = new Set(columns.flatMap(values => Object.keys(values ?? {})));
  return [...paths].sort().map(path => {
    const cells = columns.map(values => values?.[path]);
    const seen = cells
      .filter((_, index) => columns[index])
      .map(cell => cell?.text);
    return { path, cells, differs: new Set(seen).size > 1 };
  });
}
