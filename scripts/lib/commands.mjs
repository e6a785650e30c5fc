import { spawn } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { assertNotEnding, onEnd } from './shutdown.mjs';
import { print } from './terminal.mjs';

/** The first executable of that name on PATH. */
export function findOnPath(name, env = process.env) {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map(folder => join(folder, name))
    .find(isExecutable);
}

/** Whether the path is a file that may be run. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // absent or not ours to run: the caller looks further
  }
}

/** Runs a command and gives its output; never throws for a non-zero exit. */
export function capture(file, args, options = {}) {
  const { timeoutMs = 60_000, input, ...rest } = options;
  return new Promise(resolve => {
    const child = spawn(file, args, {
      ...rest,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child.stdin?.end(input);
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', error => {
      clearTimeout(timer);
      resolve({ code: 127, stdout, stderr: error.message });
    });
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}

/** The end of a log, for the message about a failure. */
export async function tailOf(logFile, lines = 12) {
  const text = await readFile(logFile, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map(line => line.slice(0, 300))
    .join('\n');
}

/**
 * Runs a command to its end and gives its exit code; its output goes to a log
 * file, or to the terminal when no file is given.
 */
export async function runLogged(file, args, options = {}) {
  const { logFile, timeoutMs, ...rest } = options;
  assertNotEnding();
  const out = logFile ? openSync(logFile, 'w') : 'inherit';
  try {
    const exitCode = await new Promise((resolve, reject) => {
      const child = spawn(file, args, { ...rest, stdio: ['ignore', out, out] });
      const forget = onEnd(() => child.kill('SIGTERM'));
      const timer =
        timeoutMs && setTimeout(() => child.kill('SIGTERM'), timeoutMs);
      child.on('error', reject);
      child.on('close', code => {
        clearTimeout(timer);
        forget();
        resolve(code ?? 1);
      });
    });
    assertNotEnding();
    return exitCode;
  } finally {
    if (logFile) {
      closeSync(out);
    }
  }
}

/**
 * Runs a script of ours whose last line is `tests: N passed, N failed`, shows
 * its other lines, and gives those numbers.
 */
export async function runCounting(file, args, options) {
  assertNotEnding();
  const child = spawn(file, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const forget = onEnd(() => child.kill('SIGTERM'));
  let counts;
  for await (const line of createInterface({ input: child.stdout })) {
    const match = /^tests: (\d+) passed, (\d+) failed$/.exec(line);
    if (match) {
      counts = { passed: Number(match[1]), failed: Number(match[2]) };
    } else {
      print(line);
    }
  }
  forget();
  assertNotEnding();
  if (!counts) {
    throw new Error(`${args.at(-1)} ended without its counts`);
  }
  return counts;
}
