import { fileURLToPath } from 'node:url';
import { bringChromium } from './lib/chromium.mjs';
import { AlreadyRunning, releaseState, takeState } from './lib/instance.mjs';
import { isNodeAccepted, rerunUnderNode } from './lib/nodeRuntime.mjs';
import { stateFolder } from './lib/paths.mjs';
import { setUp } from './lib/setUp.mjs';
import { endEverything, Interrupted } from './lib/shutdown.mjs';
import { renderResults } from './lib/stageTable.mjs';
import { browser } from './lib/stages/browser.mjs';
import {
  apiReports,
  lint,
  packed,
  prettier,
  scripts,
  types,
} from './lib/stages/checks.mjs';
import { chaos } from './lib/stages/chaos.mjs';
import { createContext, FAILED, PASSED } from './lib/stages/context.mjs';
import { engines, integration, unit } from './lib/stages/jest.mjs';
import { complain, print, say } from './lib/terminal.mjs';
import { parseTestArguments } from './lib/testArguments.mjs';

const STAGES = [
  types,
  lint,
  prettier,
  scripts,
  unit,
  integration,
  engines,
  chaos,
  browser,
  apiReports,
  packed,
];

const setUpStage = {
  name: 'set-up',
  async run(context) {
    context.tools = await setUp({ state: context.state, env: context.env });
    return PASSED;
  },
};

const chromiumStage = {
  name: 'chromium',
  async run(context) {
    context.tools.chromium = await bringChromium(context);
    return PASSED;
  },
};

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  const names = STAGES.map(({ name }) => name);
  let given;
  try {
    given = parseTestArguments(args, names);
  } catch (error) {
    complain(error.message);
    return 2;
  }
  if (given.help) {
    print(
      `npm test [-- STAGE… [--minutes N] [--seed N]]     stages: ${names.join(
        ', ',
      )}; minutes and seed are the chaos stage's`,
    );
    return 0;
  }
  if (!isNodeAccepted()) {
    return rerunUnderNode(fileURLToPath(import.meta.url), args);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => void endEverything());
  }
  const state = stateFolder('test');
  try {
    await takeState(state, { address: 'npm test' });
  } catch (error) {
    complain(error instanceof AlreadyRunning ? error.message : error.stack);
    print('tests: 0 passed, 1 failed');
    return 1;
  }
  const results = [];
  try {
    await runStages(
      await selectStages(given.names),
      await createContext(state, { chaos: given.chaos }),
      results,
    );
  } finally {
    await endEverything();
    await releaseState(state);
  }
  const { table, lastLine, isGreen } = renderResults(results);
  print(`\n${table}\n\n${lastLine}`);
  return isGreen ? 0 : 1;
}

async function selectStages(names) {
  const selected = [setUpStage];
  for (const stage of STAGES) {
    const isThere = stage.isThere ? await stage.isThere() : true;
    if (names.length > 0 ? names.includes(stage.name) : isThere) {
      selected.push(...(stage === browser ? [chromiumStage, stage] : [stage]));
    }
  }
  return selected;
}

async function runStages(stages, context, results) {
  for (const stage of stages) {
    const began = Date.now();
    say(`── ${stage.name}`);
    const counts = await runStage(stage, context);
    const seconds = (Date.now() - began) / 1000;
    results.push({ name: stage.name, seconds, ...counts });
    say(`── ${stage.name}: ${counts.passed} passed, ${counts.failed} failed`);
  }
}

// One stage's failure doesn't keep the others from running where they can.
async function runStage(stage, context) {
  if (stage !== setUpStage && !context.tools) {
    return { ...FAILED, note: 'set-up failed' };
  }
  try {
    return await stage.run(context);
  } catch (error) {
    complain(error instanceof Interrupted ? error.message : error.stack);
    return { ...FAILED, note: error.message.split('\n')[0].slice(0, 100) };
  }
}
