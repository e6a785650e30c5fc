import { open } from 'fs/promises';

/** Lines longer than this are cut: nobody reads them, and memory is finite. */
const MAX_LINE = 4_096;

/** Reads what a child appends to a file. */
export interface FileFollower {
  /** Takes in what was written since; call it as often as news are wanted. */
  read(): Promise<void>;
  /** Everything so far, up to the cap. */
  text(): string;
}

/**
 * Follows a file that another process writes. A child that outlives the backend
 * must not write into a pipe (the first line after would kill it, SIGPIPE), so
 * acting Helm processes write into files.
 *
 * @param onLine - each whole line; the rest at the end is given by `text`
 */
export function followFile(
  path: string,
  options: { maxBytes: number; onLine?: (line: string) => void },
): FileFollower {
  const decoder = new TextDecoder();
  let position = 0;
  let text = '';
  let pending = '';
  return {
    async read() {
      const file = await open(path, 'r');
      try {
        const buffer = Buffer.alloc(64 * 1024);
        while (position < options.maxBytes) {
          const wanted = Math.min(buffer.length, options.maxBytes - position);
          const { bytesRead } = await file.read(buffer, 0, wanted, position);
          if (bytesRead === 0) {
            break;
          }
          position += bytesRead;
          const chunk = decoder.decode(buffer.subarray(0, bytesRead), {
            stream: true,
          });
          text += chunk;
          const lines = (pending + chunk).split('\n');
          pending = (lines.pop() ?? '').slice(0, MAX_LINE);
          lines.forEach(line => options.onLine?.(line.slice(0, MAX_LINE)));
        }
      } finally {
        await file.close();
      }
    },
    text: () => text,
  };
}
