import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { capture } from '../lib/commands.mjs';
import { pushChange } from './pushChange.mjs';

const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null' };

test('a change is one commit by its author; no change is no commit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'push-change-'));
  const git = async (...args) =>
    (await capture('git', args, { cwd: folder, env })).stdout.trim();
  try {
    await git('init', '--quiet', '--initial-branch=main');
    await git('config', 'receive.denyCurrentBranch', 'updateInstead');
    await writeFile(join(folder, 'a.yaml'), 'version: 1\n');
    await git('add', '--all');
    await git(
      ...['-c', 'user.name=x', '-c', 'user.email=x@example.com'],
      ...['commit', '--quiet', '-m', 'Start'],
    );
    const push = change =>
      pushChange({
        repository: folder,
        file: 'a.yaml',
        message: 'Take 2',
        author: 'Dana',
        change,
      });
    assert.equal(await push(text => text.replace('1', '2')), true);
    assert.equal(await push(text => text), false);
    assert.equal(
      await git('log', '--format=%an <%ae> %s', '-1'),
      'Dana <dana@example.com> Take 2',
    );
    assert.equal(await git('rev-list', '--count', 'HEAD'), '2');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a repository that is not there is named', async () => {
  await assert.rejects(
    pushChange({
      repository: '/nowhere/at/all',
      file: 'a',
      message: 'm',
      author: 'Dana',
      change: text => text,
    }),
    /nowhere/,
  );
});
