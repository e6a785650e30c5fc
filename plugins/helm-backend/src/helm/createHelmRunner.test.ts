import { existsSync } from 'fs';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { createHelmHomes } from './homes';
import { createHelmRunner } from './createHelmRunner';
import type { HelmProcessListener } from './HelmRunner';

/** A stand-in that shows what Helm would have been given. */
const standIn = `#!/bin/sh
if [ "$1" = version ]; then printf v4.3.1; exit 0; fi
case "$1" in
  template) env; echo "--- $#"; for a in "$@"; do echo "[$a]"; done; pwd; cat ;;
  slow) exec sleep 60 ;;
  loud) yes ;;
  upgrade)
    echo started > "$HOME/../touched"
    tr '\\0' '\\n' < /proc/$$/cmdline > "$HOME/../cmdline"
    tr '\\0' '\\n' < /proc/$$/environ > "$HOME/../environ"
    cat > "$HOME/../values"
    echo 'level=INFO msg=hello' >&2
    trap 'echo "context canceled" >&2; exit 1' TERM
    if [ "$2" = wait ]; then while :; do sleep 0.05; done; fi
    echo done ;;
esac
`;

describe('createHelmRunner', () => {
  let root: string;
  let id = 0;
  const homesRoot = () => join(root, 'homes');
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'helm-runner-'));
    await writeFile(join(root, 'helm'), standIn);
    await chmod(join(root, 'helm'), 0o755);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  function runner(
    limits?: { milliseconds: number; bytes: number },
    onProcess?: HelmProcessListener,
  ) {
    return createHelmRunner({
      onProcess,
      binaries: { 4: join(root, 'helm') },
      homes: createHelmHomes({
        root: homesRoot(),
        newId: () => `op-${(id += 1)}`,
      }),
      environment: {
        PATH: process.env.PATH,
        POSTGRES_PASSWORD: 'hunter2',
        HELM_KUBETOKEN: 'stolen',
        KUBERNETES_SERVICE_HOST: '10.0.0.1',
      },
      renderLimits: limits,
      pollMilliseconds: 20,
    });
  }

  it('6. renders with the allow-listed environment, values on stdin, no shell parsing', async () => {
    const result = await runner().render(4, ['template', '$(id); `id`', '--'], {
      values: 'a: 1\n',
    });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('[$(id); `id`]');
    expect(result.stdout).toMatch(/a: 1\n$/);
    expect(result.stdout).not.toMatch(
      /hunter2|stolen|KUBERNETES_SERVICE|NODE_/,
    );
    expect(result.stdout).toContain('HELM_NO_PLUGINS=1');
    expect(await readdir(homesRoot())).toEqual([]);
  });

  it('renders the same once, and again when asked for fresh', async () => {
    const one = runner();
    const pid = async (values: string, fresh = false) =>
      (await one.render(4, ['template', '--'], { values, fresh })).stdout
        .split('\n')
        .find(line => line.startsWith('HOME='));
    const first = await pid('a');
    expect(await pid('a')).toBe(first);
    expect(await pid('b')).not.toBe(first);
    expect(await pid('a', true)).not.toBe(first);
  });

  it('tells of each process when it starts and how it ended', async () => {
    const told: string[] = [];
    const watched = runner(undefined, ({ command, major }) => {
      told.push(`${command} ${major}`);
      return ({ exitCode }) => told.push(`${command} ended ${exitCode}`);
    });
    await watched.render(4, ['template', '--'], { values: '' });
    // The same again starts none.
    await watched.render(4, ['template', '--'], { values: '' });
    const acting = await watched.act(4, ['upgrade', 'x'], {
      kubeconfig: '',
      onLine: () => undefined,
    });
    acting.go();
    await acting.result;
    expect(told).toEqual([
      'version 4',
      'version ended 0',
      'template 4',
      'template ended 0',
      'upgrade 4',
      'upgrade ended 0',
    ]);
  });

  it('11. ends a render that takes too long or prints too much', async () => {
    const tight = runner({ milliseconds: 500, bytes: 10_000 });
    await expect(
      tight.render(4, ['slow'], { values: '' }),
    ).rejects.toMatchObject({ code: 'RENDER_TOO_LARGE' });
    await expect(
      tight.render(4, ['loud'], { values: '' }),
    ).rejects.toMatchObject({ code: 'RENDER_TOO_LARGE' });
    expect(await readdir(homesRoot())).toEqual([]);
  });

  it('7. holds an acting Helm at the gate, shows it no secret, then removes its home', async () => {
    const lines: string[] = [];
    const acting = await runner().act(4, ['upgrade', 'x'], {
      kubeconfig: 'token: sesame',
      values: 'password: open-sesame\n',
      onLine: line => lines.push(line),
    });
    const stat = await readFile(`/proc/${acting.identity.pid}/stat`, 'utf8');
    expect(stat.split(' ')).toContain(acting.identity.startTime);
    expect(existsSync(join(homesRoot(), 'touched'))).toBe(false);

    acting.go();
    expect(await acting.result).toEqual({
      exitCode: 0,
      stdout: 'done\n',
      stderr: 'level=INFO msg=hello\n',
    });
    expect(lines).toEqual(['level=INFO msg=hello']);
    const seen = async (name: string) =>
      readFile(join(homesRoot(), name), 'utf8');
    expect(await seen('values')).toBe('password: open-sesame\n');
    expect(await seen('cmdline')).not.toMatch(/sesame/);
    expect(await seen('environ')).not.toMatch(/sesame|hunter2|stolen/);
    expect(await readdir(homesRoot())).not.toContain(`op-${id}`);
  });

  it('an abandoned process never becomes Helm', async () => {
    const acting = await runner().act(4, ['upgrade', 'x'], {
      kubeconfig: '',
      onLine: () => undefined,
    });
    await acting.abandon();
    expect((await acting.result).exitCode).toBe(70);
    expect(existsSync(join(homesRoot(), 'touched'))).toBe(false);
  });

  it.each(['writeKubeconfig', 'recordProcess'] as const)(
    'leaves neither a token nor a process when %s fails',
    async step => {
      let pid = 0;
      const homes = createHelmHomes({ root: homesRoot(), newId: () => 'full' });
      const failing = createHelmRunner({
        binaries: { 4: join(root, 'helm') },
        homes: {
          ...homes,
          async create() {
            const home = await homes.create();
            return {
              ...home,
              async [step](what: string | { pid: number }) {
                pid = typeof what === 'object' ? what.pid : pid;
                throw new Error('No space left');
              },
            };
          },
        },
        environment: { PATH: process.env.PATH },
      });
      await expect(
        failing.act(4, ['upgrade', 'x'], {
          kubeconfig: 'token: sesame',
          onLine: () => undefined,
        }),
      ).rejects.toThrow('No space left');
      expect(await readdir(homesRoot())).toEqual([]);
      expect(pid > 0).toBe(step === 'recordProcess');
      expect(pid > 0 && existsSync(`/proc/${pid}`)).toBe(false);
    },
  );

  it('26. a cancel is one SIGTERM that Helm may answer in its own time', async () => {
    const lines: string[] = [];
    const acting = await runner().act(4, ['upgrade', 'wait'], {
      kubeconfig: '',
      onLine: line => lines.push(line),
    });
    acting.go();
    while (lines.length === 0) {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    acting.terminate();
    expect(await acting.result).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('context canceled'),
    });
  });

  it('names the setting when the binary is missing', async () => {
    const missing = createHelmRunner({
      binaries: { 3: join(root, 'nothing') },
      homes: createHelmHomes({ root: homesRoot(), newId: () => 'x' }),
      environment: { PATH: process.env.PATH },
    });
    await expect(missing.version(3)).rejects.toMatchObject({
      code: 'HELM_MISSING',
      field: 'helm.binaries.helm3',
    });
    await mkdir(homesRoot(), { recursive: true });
    expect(await readdir(homesRoot())).toEqual([]);
  });
});
