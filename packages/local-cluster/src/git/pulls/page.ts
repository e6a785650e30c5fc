import { escapeHtml, htmlPage } from '../html.ts';
import { DEFAULT_BRANCH } from '../seed.ts';
import type { PullRequest } from './PullRequest.ts';

/** The page of one pull request. */
export function pullPage(options: {
  repository: string;
  pull: PullRequest;
  /** Absent when its branch is gone. */
  diff: string | undefined;
}): string {
  const { repository, pull, diff } = options;
  const title = `${pull.title} · #${pull.number}`;
  const merge = `<form method="post" action="/${repository}/pulls/${pull.number}/merge">
<button type="submit">Merge into ${DEFAULT_BRANCH}</button></form>`;
  const merged = `<p>Merged as <code>${escapeHtml(
    pull.mergeCommit ?? '',
  )}</code>.</p>`;
  return htmlPage(
    title,
    `<p><a href="/${repository}">${escapeHtml(
      repository,
    )}</a> / <a href="/${repository}/pulls">pull requests</a></p>
<h1>${escapeHtml(title)}</h1>
<p><span class="state">${pull.state}</span> <code>${escapeHtml(
      pull.branch,
    )}</code> into <code>${DEFAULT_BRANCH}</code></p>
${pull.description ? `<pre>${escapeHtml(pull.description)}</pre>` : ''}
${diff === undefined ? '<p>Its branch is gone.</p>' : diffMarkup(diff)}
${pull.state === 'open' ? merge : merged}`,
  );
}

/** The page that lists the pull requests of a repository. */
export function pullListPage(repository: string, pulls: PullRequest[]): string {
  const rows = pulls.map(
    ({ number, title, state }) =>
      `<li><a href="/${repository}/pulls/${number}">#${number} ${escapeHtml(
        title,
      )}</a> <span class="state">${state}</span></li>`,
  );
  return htmlPage(
    `Pull requests of ${repository}`,
    `<p><a href="/${repository}">${escapeHtml(repository)}</a></p>
<h1>Pull requests</h1>
${rows.length ? `<ul>${rows.join('\n')}</ul>` : '<p>There are none.</p>'}`,
  );
}

function diffMarkup(diff: string): string {
  const lines = diff.split('\n').map(line => {
    const kind = kindOf(line);
    const text = escapeHtml(line);
    return kind ? `<span class="${kind}">${text}</span>` : text;
  });
  return `<pre class="diff">${lines.join('\n')}</pre>`;
}

function kindOf(line: string): string | undefined {
  if (/^(diff |index |\+\+\+ |--- |@@)/.test(line)) {
    return 'at';
  }
  if (line.startsWith('+')) {
    return 'add';
  }
  return line.startsWith('-') ? 'del' : undefined;
}
