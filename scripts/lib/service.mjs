import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { tailOf } from './commands.mjs';
import { assertNotEnding, onEnd } from './shutdown.mjs';

/**
 * Starts a long-running process in its own session (so that a terminal's
 * Ctrl-C reaches only us, and we end things in order) with its output in a
 * log file.
 */
export function startService(name, file, args, options) {
  const { cwd, env, logFile, stopMs = 30_000, onLine } = options;
  assertNotEnding();
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(file, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', onLine ? 'pipe' : log, log],
  });
  closeSync(log);
  let isStopping = false;
  const exited = new Promise(resolve => {
    child.on('error', error => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  if (onLine) {
    readLines(child.stdout, onLine);
  }
  const stop = async () => {
    isStopping = true;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
      await exited;
      clearTimeout(timer);
    }
  };
  const forget = onEnd(stop);
  exited.then(forget);
  return {
    name,
    logFile,
    pid: child.pid,
    exited,
    /** Resolves only if the process ends without having been told to. */
    failed: exited.then(how =>
      isStopping ? new Promise(() => {}) : `${name} ended (${how})`,
    ),
    stop,
  };
}

function readLines(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    lines.forEach(onLine);
  });
}

/** Waits for a promise, but no longer than the service lives or the time lasts. */
export async function readyOrFailed(service, ready, timeoutMs) {
  let timer;
  const late = new Promise(resolve => {
    timer = setTimeout(
      () => resolve(`${service.name} was not ready in ${timeoutMs / 1000} s`),
      timeoutMs,
    );
  });
  const ended = service.exited.then(how => `${service.name} ended (${how})`);
  const failure = Promise.race([ended, late]).then(async reason => {
    assertNotEnding();
    throw new Error(
      `${reason}. The end of ${service.logFile}:\n${await tailOf(
        service.logFile,
      )}`,
    );
  });
  try {
    return await Promise.race([ready, failure]);
  } finally {
    clearTimeout(timer);
    failure.catch(() => {}); // the race is over
  }
}
