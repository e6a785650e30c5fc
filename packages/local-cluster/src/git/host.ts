import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createRepository } from './createRepository.ts';
import { PAGE_HEADERS } from './html.ts';
import { parseNewRepository, REPOSITORY_NAME_RULE } from './names.ts';
import { diffOf, mergePull, tipOf } from './pulls/merge.ts';
import { pullListPage, pullPage } from './pulls/page.ts';
import { parseDraft, type PullRequest } from './pulls/PullRequest.ts';
import { addPull, listPulls, readPull, updatePull } from './pulls/store.ts';
import { repositoryPage } from './repositoryPage.ts';
import { readJson, Refusal, sendJson } from './request.ts';
import type { Route } from './routes.ts';

/** Answers the pages and the API beside Git itself. */
export async function answerRoute(
  options: {
    directory: string;
    /** That the request was sent to. */
    origin: string;
    now: () => Date;
    /** Runs a change of branches, and tells the webhooks what moved. */
    announcing: <T>(repository: string, change: () => Promise<T>) => Promise<T>;
  },
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { directory, origin, now, announcing } = options;
  if (route.to === 'create-repository') {
    const body = (await readJson(request)) as { name?: unknown } | null;
    const name = parseNewRepository(body?.name);
    if (!name) {
      throw new Refusal(400, `name must be ${REPOSITORY_NAME_RULE}`);
    }
    if (!(await createRepository(directory, name))) {
      throw new Refusal(409, `there is a repository ${name}`);
    }
    sendJson(response, 201, { name, url: `${origin}/${name}.git` });
    return;
  }
  const { repository } = route;
  const bare = join(directory, `${repository}.git`);
  if (!existsSync(bare)) {
    throw new Refusal(404, 'not found');
  }
  const toJson = (pull: PullRequest) => ({
    ...pull,
    url: `${origin}/${repository}/pulls/${pull.number}`,
  });
  const sendPage = (page: string) => {
    response.writeHead(200, PAGE_HEADERS).end(page);
  };
  switch (route.to) {
    case 'list-pulls':
      sendJson(response, 200, { items: (await listPulls(bare)).map(toJson) });
      break;
    case 'open-pull':
      sendJson(response, 201, toJson(await openPull(bare, request, now())));
      break;
    case 'read-pull':
      sendJson(response, 200, toJson(await findPull(bare, route.number)));
      break;
    case 'repository-page':
      sendPage(await repositoryPage(bare, repository, origin));
      break;
    case 'pulls-page':
      sendPage(pullListPage(repository, await listPulls(bare)));
      break;
    case 'pull-page': {
      const pull = await findPull(bare, route.number);
      const diff = await diffOf(bare, pull);
      sendPage(pullPage({ repository, pull, diff }));
      break;
    }
    default:
      await merge(bare, route.number, change => announcing(repository, change));
      response
        .writeHead(303, { location: `/${repository}/pulls/${route.number}` })
        .end();
  }
}

async function findPull(bare: string, number: number): Promise<PullRequest> {
  const pull = await readPull(bare, number);
  if (!pull) {
    throw new Refusal(404, 'not found');
  }
  return pull;
}

async function openPull(
  bare: string,
  request: IncomingMessage,
  now: Date,
): Promise<PullRequest> {
  const draft = parseDraft(await readJson(request));
  if (typeof draft === 'string') {
    throw new Refusal(400, draft);
  }
  if (!(await tipOf(bare, draft.branch))) {
    throw new Refusal(404, `there is no branch ${draft.branch}`);
  }
  const earlier = (await listPulls(bare)).find(
    ({ branch }) => branch === draft.branch,
  );
  if (earlier) {
    throw new Refusal(
      409,
      `pull request ${earlier.number} is of that branch already`,
    );
  }
  return addPull(bare, draft, now);
}

async function merge(
  bare: string,
  number: number,
  announcing: (change: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const pull = await findPull(bare, number);
  if (pull.state === 'merged') {
    return;
  }
  await announcing(async () => {
    const mergeCommit = await mergePull(bare, pull);
    if (!mergeCommit) {
      throw new Refusal(
        409,
        `${pull.branch} can't be merged as it is: both sides changed the same lines, or the branch is gone`,
      );
    }
    await updatePull(bare, { ...pull, state: 'merged', mergeCommit });
  });
}
