import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, isExecutable, runLogged, tailOf } from './commands.mjs';
import { ROOT } from './paths.mjs';
import { say } from './terminal.mjs';

const MODULES = join(ROOT, 'packages', 'local-cluster', 'go');

/** Where `go` is, or undefined. */
export function findGo(env = process.env) {
  const usual = '/usr/local/go/bin/go';
  return findOnPath('go', env) ?? (isExecutable(usual) ? usual : undefined);
}

/** Builds the wanted programs of a tool from its pinned Go modules into `folder`. */
export async function buildFromModules(tool, wanted, options) {
  const { folder, scratch, go, env = process.env } = options;
  const { module, packages, ldflags = '' } = tool.go;
  const logFile = join(scratch, `go-${module}.log`);
  await mkdir(folder, { recursive: true });
  for (const name of wanted.filter(binary => packages[binary])) {
    const built = join(scratch, `${module}-${name}.${process.pid}`);
    const args = [
      'build',
      '-trimpath',
      '-ldflags',
      `-s -w ${ldflags.replaceAll('{version}', tool.version)}`.trim(),
      '-o',
      built,
      packages[name],
    ];
    const [file, rest] = politely(go, args, env);
    const done = announce(`Building ${name} ${tool.version} from Go modules`);
    try {
      const code = await runLogged(file, rest, {
        cwd: join(MODULES, module),
        env: { ...env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
        logFile,
      });
      if (code !== 0) {
        throw new Error(
          `go build of ${name} failed: ${await tailOf(logFile, 5)}`,
        );
      }
      await rename(built, join(folder, tool.binaries[name].file ?? name));
    } finally {
      done();
      await rm(built, { force: true });
    }
  }
}

// yarn installs at the same time, and somebody may be working here.
function politely(go, args, env) {
  const nice = findOnPath('nice', env);
  return nice ? [nice, ['-n', '10', go, ...args]] : [go, args];
}

function announce(what) {
  const began = Date.now();
  say(`${what} (this takes minutes, once)`);
  const timer = setInterval(() => {
    say(`${what}: ${Math.round((Date.now() - began) / 1000)} s so far`);
  }, 30_000);
  return () => clearInterval(timer);
}
