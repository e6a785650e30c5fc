import { join } from 'node:path';
import { installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder } from './paths.mjs';
import { CLUSTER_TOOLS, resolveTools } from './tools.mjs';
import { say } from './terminal.mjs';

/** Refuses systems for which nothing is prepared. */
export function assertPlatform(
  platform = process.platform,
  arch = process.arch,
) {
  const isKnown =
    ['linux', 'darwin'].includes(platform) && ['x64', 'arm64'].includes(arch);
  if (!isKnown) {
    throw new Error(
      `${platform} on ${arch} is not supported: use Linux or macOS (on Windows: WSL 2) on x64 or arm64`,
    );
  }
}

/**
 * Finds or brings the tools while the dependencies are installed, and gives
 * the paths of the programs.
 */
export async function setUp({
  tools = CLUSTER_TOOLS,
  state,
  env = process.env,
}) {
  assertPlatform();
  const { yarn } = await resolveTools(['yarn']);
  const install = withLock(
    join(cacheFolder(), 'locks', 'install'),
    () =>
      installDependencies(yarn, {
        env,
        logFile: join(state, 'logs', 'install.log'),
      }),
    { onWait: pid => say(`Waiting for process ${pid}, which installs`) },
  );
  const settled = await Promise.allSettled([resolveTools(tools), install]);
  const failures = settled.filter(({ status }) => status === 'rejected');
  if (failures.length > 0) {
    throw new Error(failures.map(({ reason }) => reason.message).join('\n\n'));
  }
  return { node: process.execPath, yarn, ...settled[0].value };
}
