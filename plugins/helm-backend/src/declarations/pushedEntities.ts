import type { DeclaredEntity } from './DeclarationTable';
import type { Push } from './pushEvents';

/** An entity whose declaration a push may have changed. */
export interface PushedEntity {
  entityRef: string;
  /** False when only other files of it changed. */
  isCatalogFile: boolean;
}

/** Entities whose sources lie in the branch, and are among the changed files where these are known. */
export function pushedEntities(
  entities: Iterable<DeclaredEntity>,
  push: Push,
): PushedEntity[] {
  const isChanged = (path: string | undefined) =>
    path !== undefined && (push.files?.includes(path) ?? true);
  return [...entities].flatMap(({ entityRef, declarations }) => {
    const paths = declarations.map(({ sources }) =>
      sources.map(({ url }) => pathInBranch(url, push)),
    );
    const isBroken = declarations.some(
      ({ problems, staleBecause }) => problems.length > 0 || staleBecause,
    );
    const isCatalogFile = paths.some(([first]) => isChanged(first));
    return isCatalogFile ||
      paths.flat().some(isChanged) ||
      // A file that was missing is no source yet.
      (isBroken && paths.flat().some(path => path !== undefined))
      ? [{ entityRef, isCatalogFile }]
      : [];
  });
}

/** Ways in which hosts write a branch between repository and path. */
const layouts = [
  // GitHub, Bitbucket Cloud
  ...['blob', 'tree', 'edit', 'raw', 'src'].map(
    word => (branch: string) => `/${word}/${branch}/`,
  ),
  // GitLab
  ...['blob', 'tree', 'raw'].map(
    word => (branch: string) => `/-/${word}/${branch}/`,
  ),
  // Gitea, Forgejo
  ...['src', 'raw'].map(
    word => (branch: string) => `/${word}/branch/${branch}/`,
  ),
  // Gerrit
  (branch: string) => `/+/refs/heads/${branch}/`,
];

/** Path of a file from the repository's root, if it lies in that branch. */
function pathInBranch(url: string, push: Push): string | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { host, pathname, searchParams } = new URL(url);
  if (push.host !== undefined && push.host !== host) {
    return undefined;
  }
  const path = decoded(pathname).replace(/^\/plugins\/gitiles\//, '/');
  const root = `/${push.repository}`;
  if (!path.toLocaleLowerCase('en-US').startsWith(lower(root))) {
    return undefined;
  }
  const rest = path.slice(root.length);
  const queried = searchParams.get('path');
  if (queried !== null) {
    // Azure DevOps: no version is the main branch, which nobody names.
    const version = searchParams.get('version');
    return rest.replace(/\/$/, '') === '' &&
      (version === null || version === `GB${push.branch}`)
      ? queried.replace(/^\/+/, '')
      : undefined;
  }
  const served = /^\/(?:browse|raw)\/(.+)$/.exec(rest);
  if (served && push.repository.startsWith('projects/')) {
    const at = searchParams.get('at')?.replace(/^refs\/heads\//, '');
    return at === undefined || at === push.branch ? served[1] : undefined;
  }
  for (const branch of [push.branch, 'HEAD']) {
    const prefix = layouts
      .map(layout => layout(branch))
      .find(candidate => rest.startsWith(candidate));
    if (prefix) {
      return rest.slice(prefix.length);
    }
  }
  return undefined;
}

function lower(text: string): string {
  return text.toLocaleLowerCase('en-US');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Written by hand with a lone "%": compared as it is.
    return path;
  }
}
