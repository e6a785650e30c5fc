import { parsePushEvent, pushTopics, readCommit } from './pushEvents';

const commit = 'bffeb74224043ba2feb48d137756c8a9331c449a';
const changed = {
  added: ['values.yaml'],
  modified: ['catalog-info.yaml'],
  removed: ['old.yaml'],
};
const files = ['values.yaml', 'catalog-info.yaml', 'old.yaml'];
const github = {
  ref: 'refs/heads/release/1',
  after: commit,
  repository: { html_url: 'https://github.com/acme/shop' },
  commits: [changed],
};
const gitlab = {
  ref: 'refs/heads/main',
  after: commit,
  project: { web_url: 'https://gitlab.example.com/acme/web/shop' },
  total_commits_count: 1,
  commits: [changed],
};

describe('parsePushEvent', () => {
  it.each(['github.push', 'gitea.push'])('reads %s', topic => {
    expect(parsePushEvent(topic, github)).toEqual([
      {
        host: 'github.com',
        repository: 'acme/shop',
        branch: 'release/1',
        commit,
        files,
      },
    ]);
  });

  it.each([
    ['a forced push', 'github.push', { ...github, forced: true }],
    ['no commits', 'github.push', { ...github, commits: [] }],
    ['left out commits', 'gitlab.push', { ...gitlab, total_commits_count: 30 }],
  ])('does not claim to know the files of %s', (_, topic, payload) => {
    const [push] = parsePushEvent(topic, payload);
    expect(push).toMatchObject({ commit });
    expect(push.files).toBeUndefined();
  });

  it('reads GitLab', () => {
    expect(parsePushEvent('gitlab.push', gitlab)).toEqual([
      {
        host: 'gitlab.example.com',
        repository: 'acme/web/shop',
        branch: 'main',
        commit,
        files,
      },
    ]);
  });

  it('reads each branch of Bitbucket Cloud, and no tags', () => {
    const target = { hash: commit };
    expect(
      parsePushEvent('bitbucketCloud.repo:push', {
        repository: {
          links: { html: { href: 'https://bitbucket.org/acme/shop' } },
        },
        push: {
          changes: [
            { new: { type: 'branch', name: 'main', target } },
            { new: { type: 'tag', name: 'v1', target } },
            { new: null },
          ],
        },
      }),
    ).toEqual([
      {
        host: 'bitbucket.org',
        repository: 'acme/shop',
        branch: 'main',
        commit,
      },
    ]);
  });

  it('reads Bitbucket Server, which does not always name its host', () => {
    const payload = {
      repository: { slug: 'shop', project: { key: 'ACME' } },
      changes: [
        { refId: 'refs/heads/main', toHash: commit },
        { refId: 'refs/tags/v1', toHash: commit },
      ],
    };
    expect(
      parsePushEvent('bitbucketServer.repo:refs_changed', payload),
    ).toEqual([
      { repository: 'projects/ACME/repos/shop', branch: 'main', commit },
    ]);
  });

  it('reads Azure DevOps and Gerrit', () => {
    expect(
      parsePushEvent('azureDevOps.git.push', {
        resource: {
          repository: {
            remoteUrl: 'https://acme@dev.azure.com/acme/web%20shop/_git/shop',
          },
          refUpdates: [{ name: 'refs/heads/main', newObjectId: commit }],
        },
      }),
    ).toEqual([
      {
        host: 'dev.azure.com',
        repository: 'acme/web shop/_git/shop',
        branch: 'main',
        commit,
      },
    ]);
    expect(
      parsePushEvent('gerrit.ref-updated', {
        refUpdate: { project: 'acme/shop', refName: 'main', newRev: commit },
      }),
    ).toEqual([{ repository: 'acme/shop', branch: 'main', commit }]);
  });

  it.each(pushTopics)('takes nothing from a strange body of %s', topic => {
    for (const payload of [
      undefined,
      null,
      'push',
      [],
      {},
      { ...github, after: '../../etc' },
      { ...gitlab, project: { web_url: 'mailto:a@example.com' } },
      { refUpdate: {} },
    ]) {
      const known = parsePushEvent(topic, payload);
      expect(known.every(push => push.commit === commit || !push.commit)).toBe(
        true,
      );
    }
  });

  it('takes nothing from a deleted branch or an unknown topic', () => {
    expect(
      parsePushEvent('github.push', { ...github, after: '0'.repeat(40) }),
    ).toEqual([]);
    expect(parsePushEvent('other.push', github)).toEqual([]);
  });
});

describe('readCommit', () => {
  it('takes what git calls a commit and nothing else', () => {
    expect(readCommit(commit)).toBe(commit);
    expect(readCommit('HEAD; rm')).toBeUndefined();
    expect(readCommit(7)).toBeUndefined();
  });
});

it('takes the last word on each branch, and no flood of them', () => {
  const update = (name: string, at: number) => ({
    name: `refs/heads/${name}`,
    newObjectId: String(at).padStart(40, 'a'),
  });
  const parse = (refUpdates: object[]) =>
    parsePushEvent('azureDevOps.git.push', {
      resource: {
        repository: { remoteUrl: 'https://dev.example.com/acme/_git/shop' },
        refUpdates,
      },
    });
  const same = Array.from({ length: 1000 }, (_, at) => update('main', at));
  expect(parse(same).map(push => push.commit)).toEqual([same[999].newObjectId]);
  expect(
    parse(Array.from({ length: 1000 }, (_, at) => update(`b${at}`, at))),
  ).toHaveLength(50);
});
