import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, isExecutable, runLogged } from './commands.mjs';
import { cacheFolder, ROOT } from './paths.mjs';
import { say } from './terminal.mjs';
import { ToolError } from './toolError.mjs';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome'];
const MAC_APPS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
// Where the programs lie in the folders that Playwright unpacks.
const IN_PLAYWRIGHT = [
  ['chrome-linux64', 'chrome'],
  ['chrome-linux', 'chrome'],
  ['chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium'],
];

/**
 * Finds or brings the browser of the tests: CHROMIUM_PATH or PATH, what
 * Playwright downloads into the cache folder, and on Debian as root its package.
 */
export async function bringChromium({ env = process.env, ways = WAYS } = {}) {
  const tried = [];
  for (const way of ways) {
    const path = await way(env, tried);
    if (path) {
      return path;
    }
  }
  throw new ToolError(
    [
      'Chromium is neither here nor could it be brought. Tried:',
      ...tried.map(line => `  - ${line}`),
      'Mend: install Chromium or Google Chrome, or set CHROMIUM_PATH to its program.',
    ].join('\n'),
  );
}

const WAYS = [installed, fromPlaywright, fromDebian];

async function installed(env, tried) {
  const named = env.CHROMIUM_PATH;
  if (named && !isExecutable(named)) {
    throw new ToolError(`CHROMIUM_PATH: ${named} is not a program`);
  }
  const onPath = COMMANDS.map(name => findOnPath(name, env)).find(Boolean);
  const found = named ?? onPath ?? MAC_APPS.find(isExecutable);
  tried.push('CHROMIUM_PATH: not set', `PATH: no ${COMMANDS.join(' or ')}`);
  return found;
}

async function fromPlaywright(env, tried) {
  const folder = join(cacheFolder(env), 'playwright');
  const cached = findInPlaywright(folder);
  if (cached) {
    return cached;
  }
  say('Downloading Chromium (playwright install chromium)');
  const code = await runLogged(
    process.execPath,
    [join(ROOT, 'node_modules', '.bin', 'playwright'), 'install', 'chromium'],
    {
      cwd: ROOT,
      env: {
        ...env,
        PLAYWRIGHT_BROWSERS_PATH: folder,
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000',
      },
    },
  );
  tried.push(`playwright install chromium: exit code ${code}`);
  return findInPlaywright(folder);
}

function findInPlaywright(folder) {
  let names;
  try {
    names = readdirSync(folder);
  } catch {
    return undefined; // nothing was downloaded yet
  }
  return names
    .filter(name => /^chromium-\d+$/.test(name))
    .flatMap(name => IN_PLAYWRIGHT.map(parts => join(folder, name, ...parts)))
    .find(isExecutable);
}

async function fromDebian(env, tried) {
  const apt = findOnPath('apt-get', env);
  if (!apt || process.getuid?.() !== 0) {
    tried.push('apt-get install chromium: needs Debian and root');
    return undefined;
  }
  say('Installing the system package chromium (apt-get install -y chromium)');
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive' };
  await runLogged(apt, ['update', '-qq'], { env: quiet });
  const code = await runLogged(
    apt,
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
    { env: quiet },
  );
  tried.push(`apt-get install chromium: exit code ${code}`);
  return findOnPath('chromium', env);
}
