import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveGit, type LocalService } from '@backstage-helm/local-cluster';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { createCloneAction } from './createCloneAction';
import { createPublishAction } from './createPublishAction';
import { createPullRequestAction } from './createPullRequestAction';
import { LocalGitHost } from './LocalGitHost';

jest.setTimeout(60_000);

let folder: string;
let service: LocalService;
let host: LocalGitHost;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-git-actions-'));
  service = await serveGit({
    directory: join(folder, 'git'),
    port: 0,
    pushWebhooks: [],
    log: line => {
      throw new Error(line);
    },
  });
  host = new LocalGitHost(service.url, { fetch });
});

afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const user = {
  ref: 'user:default/dana',
  entity: {
    apiVersion: 'backstage.io/v1alpha1' as const,
    kind: 'User' as const,
    metadata: { name: 'dana' },
    spec: { profile: { displayName: 'Dana <script>' }, memberOf: [] },
  },
};

async function workspaceWith(files: Record<string, string>): Promise<string> {
  const workspace = await mkdtemp(join(folder, 'workspace-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(workspace, path, '..'), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  return workspace;
}

async function run<TInput extends JsonObject, TOutput extends JsonObject>(
  action: TemplateAction<TInput, TOutput>,
  input: NoInfer<TInput>,
  options: {
    workspacePath: string;
    taskId?: string;
    isDryRun?: boolean;
    checkpoints?: Map<string, JsonValue>;
  },
) {
  const outputs: Record<string, unknown> = {};
  const checkpoints = options.checkpoints ?? new Map<string, JsonValue>();
  const context = createMockActionContext<TInput, TOutput>({ input });
  // As the scaffolder does it: what failed is not kept.
  const checkpoint: typeof context.checkpoint = async ({ key, fn }) => {
    const known = checkpoints.get(key) as Awaited<ReturnType<typeof fn>>;
    const value = known ?? (await fn());
    checkpoints.set(key, value ?? {});
    return value;
  };
  await action.handler({
    ...context,
    user,
    workspacePath: options.workspacePath,
    isDryRun: options.isDryRun,
    task: { id: options.taskId ?? 'task-1' },
    step: { id: 'step' },
    output: (name, value) => {
      outputs[String(name)] = value;
    },
    checkpoint,
  });
  return outputs;
}

const raw = async (repository: string, path: string, branch = 'main') =>
  (
    await fetch(`${service.url}/${repository}/raw/branch/${branch}/${path}`)
  ).text();

describe('local-git:publish', () => {
  it('makes a repository that the catalog can read', async () => {
    const workspacePath = await workspaceWith({
      'catalog-info.yaml': 'kind: Component\n',
      'deploy/values.yaml': 'a: 1\n',
      '.gitignore': 'ignored\n',
      ignored: 'x',
    });
    const input = { repository: 'services/first' };
    const action = createPublishAction(host);
    const outputs = await run(action, input, { workspacePath });
    expect(outputs).toMatchObject({
      remoteUrl: `${service.url}/services/first.git`,
      repositoryUrl: `${service.url}/services/first`,
      repoContentsUrl: `${service.url}/services/first/raw/branch/main`,
      catalogInfoUrl: `${service.url}/services/first/raw/branch/main/catalog-info.yaml`,
    });
    const read = await fetch(String(outputs.catalogInfoUrl));
    expect(await read.text()).toBe('kind: Component\n');
    expect(await raw('services/first', 'ignored')).toBe('not found');
    expect(await readdir(workspacePath)).not.toContain('.git');
  });

  it('publishes once, also when the task lost what it knew', async () => {
    const workspacePath = await workspaceWith({ a: '1' });
    const input = { repository: 'services/once' };
    const action = createPublishAction(host);
    const first = await run(action, input, { workspacePath });
    const second = await run(action, input, { workspacePath });
    expect(second.commitHash).toBe(first.commitHash);
  });

  it('leaves the repository of somebody else alone', async () => {
    const input = { repository: 'services/taken' };
    const action = createPublishAction(host);
    await run(action, input, {
      workspacePath: await workspaceWith({ a: '1' }),
    });
    await expect(
      run(action, input, { workspacePath: await workspaceWith({ a: '2' }) }),
    ).rejects.toThrow('Choose another name.');
    expect(await raw('services/taken', 'a')).toBe('1');
  });

  it('runs nothing that a workspace brings along', async () => {
    const proof = join(folder, 'proof');
    const config = `[core]\n fsmonitor = "touch ${proof}; false"\n hooksPath = .\n`;
    const workspacePath = await workspaceWith({
      a: '1',
      '.git/config': config,
      '.git/HEAD': 'ref: refs/heads/main\n',
    });
    const input = { repository: 'services/harmless' };
    await run(createPublishAction(host), input, { workspacePath });
    await expect(readFile(proof)).rejects.toThrow('ENOENT');
    const nested = await workspaceWith({ 'deep/.git/config': config });
    await expect(
      run(
        createPublishAction(host),
        { repository: 'services/nested' },
        { workspacePath: nested },
      ),
    ).rejects.toThrow('a repository of its own at deep/.git');
  });

  it.each(['x', '../x', 'a/b/c', '--upload-pack/x', 'A/b'])(
    'refuses the name %s',
    async repository => {
      await expect(
        run(
          createPublishAction(host),
          { repository },
          { workspacePath: folder },
        ),
      ).rejects.toThrow('is not <organisation>/<name>');
    },
  );

  it('creates nothing in a dry run, and stays in its workspace', async () => {
    const workspacePath = await workspaceWith({ a: '1' });
    const action = createPublishAction(host);
    const input = { repository: 'services/dry' };
    await run(action, input, { workspacePath, isDryRun: true });
    expect((await fetch(`${service.url}/services/dry`)).status).toBe(404);
    await expect(
      run(action, { ...input, sourcePath: '../..' }, { workspacePath }),
    ).rejects.toThrow('outside');
  });
});

describe('local-git:clone and local-git:pull-request', () => {
  const repository = 'services/shop';
  const base = () => `url:${service.url}/services/shop/raw/branch/main`;

  beforeAll(async () => {
    const workspacePath = await workspaceWith({
      'catalog-info.yaml': 'kind: Component\n',
      'deploy/values.yaml': 'a: 1\n',
    });
    await run(createPublishAction(host), { repository }, { workspacePath });
  });

  async function cloned() {
    const workspacePath = await workspaceWith({});
    const outputs = await run(
      createCloneAction(host),
      { location: `${base()}/catalog-info.yaml`, targetPath: 'repository' },
      { workspacePath },
    );
    return { workspacePath, outputs };
  }

  it('brings the content, and nothing of Git', async () => {
    const { workspacePath, outputs } = await cloned();
    expect(outputs).toMatchObject({
      repository,
      catalogPath: 'catalog-info.yaml',
    });
    const files = await readdir(join(workspacePath, 'repository'));
    expect(files.sort()).toEqual(['catalog-info.yaml', 'deploy']);
  });

  it.each([
    'url:https://git.example.com/services/shop/raw/branch/main/catalog-info.yaml',
    'file:/etc/passwd',
    'nonsense',
  ])('contacts no other host: %s', async location => {
    await expect(
      run(
        createCloneAction(host),
        { location },
        { workspacePath: await workspaceWith({}) },
      ),
    ).rejects.toThrow('local Git host');
  });

  it('opens one pull request for a task, however often it runs', async () => {
    const { workspacePath, outputs } = await cloned();
    const file = join(workspacePath, 'repository/deploy/values.yaml');
    await writeFile(file, 'a: 2\n');
    const input = {
      repository,
      base: String(outputs.commitHash),
      sourcePath: 'repository',
      title: 'Two',
      description: 'More of it',
    };
    const action = createPullRequestAction(host);
    const pull = await run(action, input, { workspacePath });
    expect(pull).toMatchObject({
      url: `${service.url}/services/shop/pulls/1`,
      number: 1,
    });
    expect(await run(action, input, { workspacePath })).toEqual(pull);
    const branch = String(pull.branch);
    expect(await raw(repository, 'deploy/values.yaml', branch)).toBe('a: 2\n');
    expect(await raw(repository, 'deploy/values.yaml')).toBe('a: 1\n');
    const other = await run(action, input, { workspacePath, taskId: 'task-2' });
    expect(other).toMatchObject({ number: 2 });
  });

  it('says when nothing would change', async () => {
    const { workspacePath } = await cloned();
    await expect(
      run(
        createPullRequestAction(host),
        { repository, sourcePath: 'repository', title: 'None' },
        { workspacePath, taskId: 'task-3' },
      ),
    ).rejects.toThrow('Nothing would change');
  });

  it('opens nothing in a dry run', async () => {
    const outputs = await run(
      createPullRequestAction(host),
      { repository, title: 'Dry' },
      { workspacePath: folder, isDryRun: true, taskId: 'task-4' },
    );
    expect(outputs).toMatchObject({ number: 0 });
  });
});

it('has no host on another machine', () => {
  for (const url of ['http://git.example.com', 'https://127.0.0.1']) {
    expect(() => new LocalGitHost(url, { fetch })).toThrow('on this machine');
  }
});
