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
  const waiting = declarations.filter(each => each.dependsOn?.length);
  const index = waiting.length ? indexByName(declarations) : new Map();
  for (const declaration of waiting) {
    nodes.set(declaration, nodeOf(declaration, index));
  }
  const circling = inCircles(nodes);
  return declarations.map(declaration => {
    const node = nodes.get(declaration);
    if (!node) {
      return declaration;
    }
    const circle = circling.has(declaration)
      ? circleThrough(node, nodes)
      : undefined;
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

/** Declarations by what an entry may call them. */
type Index = ReadonlyMap<
  string,
  { documents: Declaration[]; releases: Declaration[] }
>;

const keyOf = (environment: string, name: string) => `${environment}/${name}`;

function indexByName(all: readonly Declaration[]): Index {
  const index = new Map<
    string,
    { documents: Declaration[]; releases: Declaration[] }
  >();
  const at = (environment: string, name: string) => {
    const key = keyOf(environment, name);
    const found = index.get(key) ?? { documents: [], releases: [] };
    index.set(key, found);
    return found;
  };
  for (const each of all) {
    const { environment, document, release } = each;
    if (document) {
      at(environment, document.name).documents.push(each);
    }
    if (release) {
      at(environment, release.name).releases.push(each);
    }
  }
  return index;
}

function nodeOf(declaration: Declaration, index: Index): Node {
  const node: Node = { declaration, dependsOn: [], before: [], warnings: [] };
  for (const entry of declaration.dependsOn ?? []) {
    const found = find(entry, declaration, index);
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
  index: Index,
): Declaration | undefined {
  const wanted = namespace ?? from.document?.namespace;
  const isOwn = (each: Declaration) => each.entityRef === from.entityRef;
  const { documents = [], releases = [] } =
    index.get(keyOf(from.environment, name)) ?? {};
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

/**
 * Those that may be in a circle: whoever waits for nothing, or only for such as
 * are in none, is left out, one by one.
 */
function inCircles(
  nodes: ReadonlyMap<Declaration, Node>,
): ReadonlySet<Declaration> {
  const left = new Map<Declaration, number>();
  const after = new Map<Declaration, Declaration[]>();
  for (const [declaration, { before }] of nodes) {
    const waits = before.filter(each => each !== undefined && nodes.has(each));
    left.set(declaration, waits.length);
    for (const each of waits as Declaration[]) {
      const followers = after.get(each) ?? [];
      followers.push(declaration);
      after.set(each, followers);
    }
  }
  const free = [...left]
    .filter(([, count]) => count === 0)
    .map(([each]) => each);
  for (const each of free) {
    left.delete(each);
    for (const follower of after.get(each) ?? []) {
      const count = (left.get(follower) ?? 0) - 1;
      left.set(follower, count);
      if (count === 0) {
        free.push(follower);
      }
    }
  }
  return new Set(left.keys());
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
