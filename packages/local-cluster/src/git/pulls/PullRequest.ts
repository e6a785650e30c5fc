import { parseBranch } from '../names.ts';

/** A change that waits on a branch, or has been merged. */
export interface PullRequest {
  number: number;
  branch: string;
  title: string;
  /** Text as it was given; never HTML. */
  description: string;
  state: 'open' | 'merged';
  /** ISO time. */
  createdAt: string;
  /** The commit of the merge. */
  mergeCommit?: string;
}

/** What one asks for with a new one. */
export type PullRequestDraft = Pick<
  PullRequest,
  'branch' | 'title' | 'description'
>;

const MAX_TITLE = 300;
const MAX_DESCRIPTION = 256 * 1024;

/** Reads the body of `POST …/pulls`, or says what is wrong with it. */
export function parseDraft(body: unknown): PullRequestDraft | string {
  const given = (body ?? {}) as Record<string, unknown>;
  const branch = parseBranch(given.branch);
  const { title, description = '' } = given;
  if (!branch) {
    return 'branch must name a branch without a slash';
  }
  if (typeof title !== 'string' || !title.trim() || title.length > MAX_TITLE) {
    return `title must be a text of at most ${MAX_TITLE} characters`;
  }
  if (typeof description !== 'string' || description.length > MAX_DESCRIPTION) {
    return `description must be a text of at most ${MAX_DESCRIPTION} characters`;
  }
  return { branch, title: title.trim(), description };
}
