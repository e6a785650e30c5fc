import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { capture, findOnPath, isExecutable } from './commands.mjs';
import { ToolError } from './toolError.mjs';
import { findVersion, satisfies } from './versions.mjs';

/**
 * The programs of a tool that the machine has: named by an environment
 * variable (then it must fit) or on PATH with an accepted version. What was
 * looked at and refused goes into `tried`.
 */
export async function findInstalled(tool, { env }, tried) {
  const entries = await Promise.all(
    Object.entries(tool.binaries).map(async ([name, binary]) => [
      name,
      await findProgram(name, binary, env, tried),
    ]),
  );
  return Object.fromEntries(entries.filter(([, path]) => path));
}

async function findProgram(name, binary, env, tried) {
  const named = env[binary.env];
  if (named) {
    const refusal = await refuse(resolve(named), binary);
    if (!refusal) {
      return resolve(named);
    }
    throw new ToolError(
      `${binary.env} names a ${name} that won't do: ${refusal}`,
    );
  }
  tried.push(`${binary.env}: not set`);
  const refusals = [];
  for (const command of binary.commands) {
    const path = findOnPath(command, env);
    const refusal = path && (await refuse(path, binary));
    if (path && !refusal) {
      return path;
    }
    if (refusal) {
      refusals.push(refusal);
    }
  }
  tried.push(
    `PATH: ${refusals.join('; ') || `no ${binary.commands.join(' or ')}`}`,
  );
  return undefined;
}

async function refuse(path, { versionArgs, accepts }) {
  if (!isExecutable(path)) {
    return `${path} is not a program`;
  }
  // Away from the checkout: a wrapper must not read our package.json and fetch something.
  const { stdout, stderr } = await capture(path, versionArgs, {
    cwd: tmpdir(),
    timeoutMs: 15_000,
  });
  const version = findVersion(stdout) ?? findVersion(stderr);
  if (!version) {
    return `${path} does not say its version`;
  }
  return satisfies(version, accepts)
    ? undefined
    : `${path} is ${version}, needed is ${accepts}`;
}
