import { git } from './command.ts';
import { escapeHtml, htmlPage } from './html.ts';
import { tipOf } from './pulls/merge.ts';
import { DEFAULT_BRANCH } from './seed.ts';

/** The page of a repository: its files, and how to clone it. */
export async function repositoryPage(
  bare: string,
  repository: string,
  origin: string,
): Promise<string> {
  const tip = await tipOf(bare, DEFAULT_BRANCH);
  const files = tip
    ? await git(bare, ['ls-tree', '-r', '--name-only', '-z', tip])
    : '';
  const rows = files
    .split('\0')
    .filter(Boolean)
    .map(path => {
      const address = path.split('/').map(encodeURIComponent).join('/');
      return `<li><a href="/${repository}/raw/branch/${DEFAULT_BRANCH}/${address}">${escapeHtml(
        path,
      )}</a></li>`;
    });
  return htmlPage(
    repository,
    `<h1>${escapeHtml(repository)}</h1>
<p><a href="/${repository}/pulls">Pull requests</a></p>
<pre>git clone ${escapeHtml(origin)}/${escapeHtml(repository)}.git</pre>
${rows.length ? `<ul>${rows.join('\n')}</ul>` : '<p>It is empty.</p>'}`,
  );
}
