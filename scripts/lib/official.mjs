import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fromChecksumFile, fromGitHubRelease } from './checksums.mjs';
import { capture } from './commands.mjs';
import { download, downloadText } from './download.mjs';
import { progressBar } from './terminal.mjs';

const GO_ARCH = { x64: 'amd64', arm64: 'arm64' };

/** Fills `{version}`, `{os}`, `{arch}` (Go's words) and `{nodeArch}` in a template. */
export function fill(template, version, platform) {
  const words = {
    version,
    os: platform.os,
    arch: GO_ARCH[platform.arch] ?? platform.arch,
    nodeArch: platform.arch,
  };
  return template.replace(/\{(\w+)\}/g, (whole, word) => words[word] ?? whole);
}

/** The tool's downloads that exist for a platform and carry one of the wanted programs. */
export function downloadsFor(tool, platform, wanted) {
  const key = `${platform.os}-${platform.arch}`;
  return (tool.downloads ?? []).filter(
    ({ platforms, binaries }) =>
      (!platforms || platforms.includes(key)) &&
      Object.keys(binaries).some(name => wanted.includes(name)),
  );
}

/**
 * Fetches one published file, checks it against its publisher's checksum (and
 * our pin where there is one) and puts its programs into `folder`.
 */
export async function installDownload(tool, source, options) {
  const { platform, folder, scratch, timeouts = {} } = options;
  const url = fill(source.url, tool.version, platform);
  const name = basename(new URL(url).pathname);
  const sha256 = await expectedHash(tool, source, url, name, options);
  const file = join(scratch, name);
  const bar = progressBar(`Downloading ${name}`);
  try {
    await download({
      url,
      to: file,
      sha256,
      onProgress: bar.update,
      ...timeouts,
    });
  } finally {
    bar.end();
  }
  const unpacked = `${file}.unpacked`;
  try {
    await mkdir(unpacked, { recursive: true });
    await mkdir(folder, { recursive: true });
    for (const [binary, member] of Object.entries(source.binaries)) {
      const from = await take(file, unpacked, member, tool, platform);
      await chmod(from, 0o755);
      await rename(from, join(folder, tool.binaries[binary].file ?? binary));
    }
  } finally {
    await rm(unpacked, { recursive: true, force: true });
    await rm(file, { force: true });
  }
}

async function expectedHash(tool, source, url, name, { platform, timeouts }) {
  const { file, githubRelease } = source.checksum;
  const text = await downloadText(
    fill(file ?? githubRelease, tool.version, platform),
    timeouts,
  );
  const published = file
    ? fromChecksumFile(text, name)
    : fromGitHubRelease(text, name);
  const pinned = source.sha256?.[`${platform.os}-${platform.arch}`];
  if (pinned && pinned !== published) {
    throw new Error(`${url}: the publisher's SHA-256 is not the pinned one`);
  }
  return published;
}

// `member` is the program's path in the archive; without it the file is the program.
async function take(file, unpacked, member, tool, platform) {
  if (!member) {
    return file;
  }
  const path = fill(member, tool.version, platform);
  const { code, stderr } = await capture('tar', [
    '-xf',
    file,
    '-C',
    unpacked,
    path,
  ]);
  if (code !== 0) {
    throw new Error(`${basename(file)} can't be unpacked: ${stderr.trim()}`);
  }
  return join(unpacked, path);
}
