import {
  stringifyReleaseRef,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';
import type { Declaration, DeclaredDependency } from './Declaration';

/** One declaration with what comes before it. */
interface Node {
  declaration: Declaration;
  dependsOn: DeclaredDependency[];
  /** What each entry means, in their order. */
  before: (Declaration | undefined)[];
  warnings: HelmProblem[];
}

/**
 * Finds out which releases the `dependsOn` entries of declarations mean, over
 * all entities: by the document's name and namespace, else by the release's
 * name. What means nothing is a warning; a circle is a problem of everyone in
 * it.
 *
 * @param declarations - everything that is declared, as it was read
 */
export function resolveDependencies(
  declarations: Declaration[],
): Declaration[] {
  const nodes = new Map<Declaration, Node>();
  for (const declaration of declarations) {
    if (declaration.dependsOn?.length) {
      nodes.set(declaration, nodeOf(declaration, declarations));
    }
  }
  return declarations.map(declaration => {
    const node = nodes.get(declaration);
    if (!node) {
      return declaration;
    }
    const circle = circleThrough(node, nodes);
    return {
      ...declaration,
      dependsOn: node.dependsOn,
      warnings: [...(declaration.warnings ?? []), ...node.warnings],
      problems: circle
        ? [...declaration.problems, circleProblem(node, circle)]
        : declaration.problems,
    };
  });
}

/** What an entry that means no release says, so also one that is not shown. */
export function unknownDependency(
  { name, namespace, field }: DeclaredDependency,
  environment: string,
): HelmProblem {
  return {
    code: 'DEPENDENCY_UNKNOWN',
    field,
    message: `Nothing that is declared for ${environment} is called ${
      namespace ? `${namespace}/${name}` : name
    }: it is not waited for.`,
    wayOut:
      'Write the name of another document or release of this environment, or remove the entry.',
  };
}

function nodeOf(declaration: Declaration, all: Declaration[]): Node {
  const node: Node = { declaration, dependsOn: [], before: [], warnings: [] };
  for (const entry of declaration.dependsOn ?? []) {
    const found = find(entry, declaration, all);
    node.dependsOn.push({
      ...entry,
      release: found?.release,
      entityRef: found?.entityRef,
    });
    node.before.push(found);
    if (!found) {
      node.warnings.push(unknownDependency(entry, declaration.environment));
    }
  }
  return node;
}

function find(
  { name, namespace }: DeclaredDependency,
  from: Declaration,
  all: Declaration[],
): Declaration | undefined {
  const wanted = namespace ?? from.document?.namespace;
  const here = all.filter(each => each.environment === from.environment);
  const isOwn = (each: Declaration) => each.entityRef === from.entityRef;
  const documents = here.filter(({ document }) => document?.name === name);
  const releases = here.filter(({ release }) => release?.name === name);
  return (
    nearest(
      documents.filter(
        ({ document }) => document?.namespace === wanted || !wanted,
      ),
      from,
    ) ??
    // In one entity's files a namespace is often left to where they are applied.
    nearest(
      documents.filter(each => isOwn(each) && namespace === undefined),
      from,
    ) ??
    nearest(
      releases.filter(
        ({ release }) =>
          namespace === undefined || release?.namespace === namespace,
      ),
      from,
    )
  );
}

/** The entity's own, else one of its namespace, else the only one. */
function nearest(
  found: Declaration[],
  from: Declaration,
): Declaration | undefined {
  const choices = [
    found.filter(each => each.entityRef === from.entityRef),
    found.filter(each => each.release?.namespace === from.release?.namespace),
    found,
  ];
  return choices.find(choice => choice.length === 1)?.[0];
}

/** The shortest way from a declaration back to itself. */
function circleThrough(
  start: Node,
  nodes: ReadonlyMap<Declaration, Node>,
): Declaration[] | undefined {
  const ways: Declaration[][] = [[start.declaration]];
  const seen = new Set<Declaration>();
  for (const way of ways) {
    for (const next of nodes.get(way[way.length - 1])?.before ?? []) {
      if (next === start.declaration) {
        return [...way, next];
      }
      if (next && !seen.has(next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
    }
  }
  return undefined;
}

function circleProblem(
  { dependsOn, before }: Node,
  circle: Declaration[],
): HelmProblem {
  const entry = dependsOn[before.indexOf(circle[1])];
  return {
    code: 'DEPENDENCY_CYCLE',
    field: entry.field,
    message: `It comes after itself: ${circle.map(nameOf).join(' → ')}.`,
    wayOut: 'Remove one of these dependsOn entries.',
  };
}

function nameOf({ document, release, entityRef }: Declaration): string {
  if (document) {
    return document.namespace
      ? `${document.namespace}/${document.name}`
      : document.name;
  }
  return release ? stringifyReleaseRef(release) : entityRef;
}
