/** What a request to the host's pages and its small API is about. */
export type Route =
  | { to: 'create-repository' }
  | { to: 'list-pulls' | 'open-pull'; repository: string }
  | { to: 'read-pull'; repository: string; number: number }
  | { to: 'repository-page' | 'pulls-page'; repository: string }
  | { to: 'pull-page' | 'merge-pull'; repository: string; number: number };

const NAME = '(\\w[\\w.-]*/\\w[\\w.-]*)';
const NUMBER = '([1-9]\\d{0,8})';

const TABLE: [method: string, path: RegExp, to: Route['to']][] = [
  ['POST', /^\/api\/repositories$/, 'create-repository'],
  ['GET', rule(`/api/repositories/${NAME}/pulls`), 'list-pulls'],
  ['POST', rule(`/api/repositories/${NAME}/pulls`), 'open-pull'],
  ['GET', rule(`/api/repositories/${NAME}/pulls/${NUMBER}`), 'read-pull'],
  ['GET', rule(`/${NAME}/pulls/${NUMBER}`), 'pull-page'],
  ['POST', rule(`/${NAME}/pulls/${NUMBER}/merge`), 'merge-pull'],
  ['GET', rule(`/${NAME}/pulls`), 'pulls-page'],
  ['GET', rule(`/${NAME}`), 'repository-page'],
];

function rule(path: string): RegExp {
  return new RegExp(`^${path}$`);
}

/** Finds the route of a path without its query. */
export function findRoute(method: string, path: string): Route | undefined {
  for (const [verb, pattern, to] of TABLE) {
    const match = verb === method ? pattern.exec(path) : null;
    if (match && !match[1]?.startsWith('api/')) {
      const [, repository, number] = match;
      return { to, repository, number: Number(number) } as Route;
    }
  }
  return undefined;
}
