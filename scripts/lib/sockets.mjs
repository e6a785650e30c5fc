import { readFile, readdir, readlink } from 'node:fs/promises';
import { capture } from './commands.mjs';
import { describe } from './processes.mjs';

const LISTEN = '0A';
const isLinux = process.platform === 'linux';

/** The listening TCP sockets of processes: `{pid, address, port}`. */
export async function listeningSockets(pids) {
  if (!isLinux) {
    return listeningByLsof(pids);
  }
  const byInode = await listeningInodes();
  const found = await Promise.all(
    pids.map(async pid => {
      const inodes = await socketInodes(pid);
      return inodes
        .filter(inode => byInode.has(inode))
        .map(inode => ({ pid, ...byInode.get(inode) }));
    }),
  );
  return found.flat();
}

/** Whether an address is reachable from this machine only. */
export function isLoopback(address) {
  return (
    address.startsWith('127.') ||
    address === '::1' ||
    address.startsWith('::ffff:127.')
  );
}

/** Who listens on a port, as far as the system tells: `{pid, command}` or undefined. */
export async function whoListens(port) {
  const pids = isLinux
    ? (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)
    : [];
  const sockets = await listeningSockets(pids);
  const socket = sockets.find(each => each.port === port);
  return socket && { pid: socket.pid, command: await describe(socket.pid) };
}

async function listeningInodes() {
  const byInode = new Map();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readQuietly(table);
    for (const line of text.split('\n').slice(1)) {
      const [, local, , status, , , , , , inode] = line.trim().split(/\s+/);
      if (status === LISTEN) {
        byInode.set(inode, parseLocal(local));
      }
    }
  }
  return byInode;
}

/** `0100007F:1B5F` as the kernel writes it (32-bit words, little-endian) → address and port. */
export function parseLocal(text) {
  const [hex, port] = text.split(':');
  const bytes = hex
    .match(/.{8}/g)
    .flatMap(word => word.match(/../g).reverse())
    .map(pair => Number.parseInt(pair, 16));
  return { address: addressOf(bytes), port: Number.parseInt(port, 16) };
}

function addressOf(bytes) {
  if (bytes.length === 4) {
    return bytes.join('.');
  }
  const isZero = bytes.slice(0, 10).every(byte => byte === 0);
  if (isZero && bytes[10] === 255 && bytes[11] === 255) {
    return `::ffff:${bytes.slice(12).join('.')}`;
  }
  if (bytes.slice(0, 15).every(byte => byte === 0)) {
    return bytes[15] === 0 ? '::' : `::${bytes[15].toString(16)}`;
  }
  const groups = [];
  for (let i = 0; i < 16; i += 2) {
    groups.push((bytes[i] * 256 + bytes[i + 1]).toString(16));
  }
  return groups.join(':');
}

async function socketInodes(pid) {
  let names;
  try {
    names = await readdir(`/proc/${pid}/fd`);
  } catch {
    return []; // gone, or another user's
  }
  const links = await Promise.all(
    names.map(name => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  );
  return links
    .map(link => /^socket:\[(\d+)\]$/.exec(link)?.[1])
    .filter(Boolean);
}

async function listeningByLsof(pids) {
  const which = pids.length > 0 ? ['-a', '-p', pids.join(',')] : [];
  const { stdout } = await capture('lsof', [
    '-nP',
    '-iTCP',
    '-sTCP:LISTEN',
    '-Fpn',
    ...which,
  ]);
  return parseLsof(stdout);
}

/** lsof's field output (`p123`, `n127.0.0.1:7007`) → sockets. */
export function parseLsof(text) {
  const sockets = [];
  let pid;
  for (const line of text.split('\n')) {
    if (line.startsWith('p')) {
      pid = Number(line.slice(1));
    } else if (line.startsWith('n')) {
      const at = line.lastIndexOf(':');
      const address = line.slice(1, at).replace(/^\[|\]$/g, '');
      sockets.push({ pid, address, port: Number(line.slice(at + 1)) });
    }
  }
  return sockets;
}

async function readQuietly(path) {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return ''; // no IPv6 here
  }
}
