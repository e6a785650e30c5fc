import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.mjs';

const STEP = /<!-- step: ([a-z-]+) -->\s*```[a-z]+\n([\s\S]*?)```/g;

/**
 * The code blocks of docs/installation.md by the name in the comment above
 * each: what a reader is told is what is tried.
 */
export async function readInstallationSteps() {
  const page = await readFile(join(ROOT, 'docs/installation.md'), 'utf8');
  const steps = new Map();
  for (const [, name, code] of page.matchAll(STEP)) {
    steps.set(name, code);
  }
  return steps;
}

/** One step; a missing one means that the page and the script disagree. */
export function stepOf(steps, name) {
  const code = steps.get(name);
  if (!code) {
    throw new Error(`docs/installation.md has no step "${name}"`);
  }
  return code;
}

/** The package names after `yarn … add`. */
export function addedPackages(command) {
  return command
    .trim()
    .split(/\s+/)
    .filter(word => word.startsWith('@backstage-helm/'));
}

/** Splits a block into its import lines and the rest. */
export function splitImports(code) {
  const match = /^((?:import [\s\S]*?;\n)+)\n?([\s\S]*)$/.exec(code);
  if (!match) {
    throw new Error('the step has no import lines');
  }
  return { imports: match[1], rest: match[2] };
}
