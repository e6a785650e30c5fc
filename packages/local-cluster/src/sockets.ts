import { readFile, readdir, readlink } from 'node:fs/promises';
import type { ProcessRef } from './process.ts';

/** A listening socket as the kernel's table shows it. */
export interface Listener {
  address: string;
  port: number;
  inode: string;
}

const LISTEN = '0A';

/** Parses the listening rows of /proc/net/tcp or /proc/net/tcp6. */
export function parseListeners(table: string): Listener[] {
  return table
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .filter(fields => fields[3] === LISTEN)
    .map(fields => {
      const [address, port] = fields[1].split(':');
      return {
        address: decodeAddress(address),
        port: parseInt(port, 16),
        inode: fields[9],
      };
    });
}

// The kernel prints each 32-bit word in host order, little-endian on x86 and arm64.
function decodeAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(word =>
    (word.match(/../g) ?? []).reverse().map(byte => parseInt(byte, 16)),
  );
  if (bytes.length === 4) {
    return bytes.join('.');
  }
  const isMappedV4 =
    bytes.slice(0, 10).every(byte => byte === 0) &&
    bytes[10] === 255 &&
    bytes[11] === 255;
  if (isMappedV4) {
    return bytes.slice(12).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] << 8) | bytes[2 * index + 1]).toString(16),
  );
  return groups.join(':').replace(/^(0:){7}1$/, '::1');
}

/** Whether an address can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/**
 * Fails when one of the processes listens on anything but loopback: etcd and
 * its neighbours have no authentication worth the name. Linux only; elsewhere
 * the kernel keeps no such table.
 */
export async function assertLoopbackOnly(
  processes: ProcessRef[],
): Promise<void> {
  if (process.platform !== 'linux') {
    return;
  }
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map(path =>
      readFile(path, 'utf8').catch(() => ''),
    ),
  );
  const listeners = tables.flatMap(parseListeners);
  for (const { name, pid } of processes) {
    const inodes = await socketInodes(pid);
    const exposed = listeners.find(
      listener => inodes.has(listener.inode) && !isLoopback(listener.address),
    );
    if (exposed) {
      throw new Error(
        `${name} (pid ${pid}) listens on ${exposed.address}:${exposed.port}; it must listen on 127.0.0.1 only`,
      );
    }
  }
}

async function socketInodes(pid: number): Promise<Set<string>> {
  const directory = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (
      await readdir(directory)
    ).map(fd => readlink(`${directory}/${fd}`).catch(() => '')),
  );
  return new Set(
    links.flatMap(link => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []),
  );
}
