import { z } from 'zod';

/** One branch that moved, as a host told it: a hint, never an address to read. */
export interface Push {
  /** Absent when the host does not say it. */
  host?: string;
  /** Of the repository's page, without slashes at its ends. */
  repository: string;
  branch: string;
  commit?: string;
  /** Absent when the host does not tell all of them. */
  files?: string[];
}

const text = z.string().min(1).max(2000);
const branchRef = text.startsWith('refs/heads/');
/** What git calls an object; all zeros is none. */
const object = z.string().regex(/^[0-9a-f]{7,64}$/);
const noObject = /^0+$/;

const paths = z.array(text).max(10_000).default([]);
const commits = z
  .array(z.object({ added: paths, modified: paths, removed: paths }))
  .max(5_000)
  .default([]);

function filesOf(list: z.infer<typeof commits>): string[] {
  return [
    ...new Set(
      list.flatMap(({ added, modified, removed }) => [
        ...added,
        ...modified,
        ...removed,
      ]),
    ),
  ];
}

function placeOf(url: string): Pick<Push, 'host' | 'repository'> {
  const { host, pathname } = new URL(url);
  return {
    host,
    repository: decodeURI(pathname)
      .replace(/^\/+|\/+$/g, '')
      .replace(/\.git$/, ''),
  };
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}

/** GitHub leaves out commits beyond this number. */
const GITHUB_COMMITS = 2048;

const github = z
  .object({
    ref: branchRef,
    after: object,
    forced: z.boolean().optional(),
    repository: z.object({ html_url: z.url() }),
    commits,
  })
  .transform((body): Push[] => [
    {
      ...placeOf(body.repository.html_url),
      branch: branchOf(body.ref),
      commit: body.after,
      files:
        // What a forced push took away is in no commit of it.
        body.forced ||
        !body.commits.length ||
        body.commits.length >= GITHUB_COMMITS
          ? undefined
          : filesOf(body.commits),
    },
  ]);

const gitlab = z
  .object({
    ref: branchRef,
    after: object,
    project: z.object({ web_url: z.url() }),
    total_commits_count: z.number().optional(),
    commits,
  })
  .transform((body): Push[] => [
    {
      ...placeOf(body.project.web_url),
      branch: branchOf(body.ref),
      commit: body.after,
      files:
        body.commits.length > 0 &&
        body.total_commits_count === body.commits.length
          ? filesOf(body.commits)
          : undefined,
    },
  ]);

const bitbucketCloud = z
  .object({
    repository: z.object({
      links: z.object({ html: z.object({ href: z.url() }) }),
    }),
    push: z.object({
      changes: z
        .array(
          z.object({
            new: z
              .object({
                type: text,
                name: text,
                target: z.object({ hash: object }).optional(),
              })
              .nullish(),
          }),
        )
        .max(1_000),
    }),
  })
  .transform((body): Push[] =>
    body.push.changes.flatMap(({ new: head }) =>
      head?.type === 'branch'
        ? [
            {
              ...placeOf(body.repository.links.html.href),
              branch: head.name,
              commit: head.target?.hash,
            },
          ]
        : [],
    ),
  );

const bitbucketServer = z
  .object({
    repository: z.object({
      slug: text,
      project: z.object({ key: text }),
      links: z
        .object({ self: z.array(z.object({ href: z.url() })).optional() })
        .optional(),
    }),
    changes: z.array(z.object({ refId: text, toHash: object })).max(1_000),
  })
  .transform(({ repository, changes }): Push[] =>
    changes
      .filter(({ refId }) => branchRef.safeParse(refId).success)
      .map(({ refId, toHash }) => ({
        host: repository.links?.self?.map(({ href }) => new URL(href).host)[0],
        repository: `projects/${repository.project.key}/repos/${repository.slug}`,
        branch: branchOf(refId),
        commit: toHash,
      })),
  );

const azure = z
  .object({
    resource: z.object({
      repository: z.object({ remoteUrl: z.url() }),
      refUpdates: z
        .array(z.object({ name: text, newObjectId: object }))
        .max(1_000),
    }),
  })
  .transform(({ resource }): Push[] =>
    resource.refUpdates
      .filter(({ name }) => branchRef.safeParse(name).success)
      .map(({ name, newObjectId }) => ({
        ...placeOf(resource.repository.remoteUrl),
        branch: branchOf(name),
        commit: newObjectId,
      })),
  );

const gerrit = z
  .object({
    refUpdate: z.object({ project: text, refName: text, newRev: object }),
  })
  .transform(({ refUpdate }): Push[] => [
    {
      repository: refUpdate.project,
      branch: branchOf(refUpdate.refName),
      commit: refUpdate.newRev,
    },
  ]);

/** By the topics of Backstage's event modules. Gitea's bodies are GitHub's. */
const shapes: Record<string, z.ZodType<Push[]>> = {
  'github.push': github,
  'gitea.push': github,
  'gitlab.push': gitlab,
  'bitbucketCloud.repo:push': bitbucketCloud,
  'bitbucketServer.repo:refs_changed': bitbucketServer,
  'azureDevOps.git.push': azure,
  'gerrit.ref-updated': gerrit,
};

/** Topics that tell of pushes. */
export const pushTopics = Object.keys(shapes);

/** A commit that somebody else names, if it is one. */
export function readCommit(value: unknown): string | undefined {
  return object.safeParse(value).data;
}

/** Somebody who pushes more at once waits for the poll. */
const MAX_BRANCHES = 50;

/** The branches that an event tells of, each once; none when it is not one that we know. */
export function parsePushEvent(topic: string, payload: unknown): Push[] {
  const parsed = shapes[topic]?.safeParse(payload);
  const branches = new Map<string, Push>();
  for (const push of parsed?.success ? parsed.data : []) {
    if (!push.commit || !noObject.test(push.commit)) {
      const { host, repository, branch } = push;
      // Of one branch the last word counts.
      branches.set(JSON.stringify([host, repository, branch]), push);
    }
  }
  return [...branches.values()].slice(0, MAX_BRANCHES);
}
