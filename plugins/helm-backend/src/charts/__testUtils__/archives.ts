import { gzipSync } from 'zlib';
import { Header } from 'tar';

/** One entry of an archive built for a test. */
export interface TestEntry {
  path: string;
  content?: string | Buffer;
  type?: 'File' | 'SymbolicLink' | 'Link' | 'Directory' | 'CharacterDevice';
  linkpath?: string;
}

/** A .tgz built in memory, with entries that no honest tool writes. */
export function archiveOf(entries: TestEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = '', type, linkpath }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    new Header({
      path,
      type: type ?? 'File',
      linkpath,
      size: bytes.length,
      mode: 0o644,
      mtime: new Date(0),
    }).encode(header, 0);
    const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
    return [header, bytes, padding];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** An honest chart's archive. */
export function chartArchive(
  name: string,
  version: string,
  files: Record<string, string> = {},
): Buffer {
  const all: Record<string, string> = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: ${version}\nappVersion: "1.0"\n`,
    'values.yaml': 'replicas: 1\n',
    'templates/config.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  replicas: {{ .Values.replicas | quote }}\n',
    ...files,
  };
  return archiveOf(
    Object.entries(all).map(([path, content]) => ({
      path: `${name}/${path}`,
      content,
    })),
  );
}
