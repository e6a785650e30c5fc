import { parse } from 'yaml';
import { z } from 'zod';

const entrySchema = z.object({
  version: z.coerce.string(),
  appVersion: z.coerce.string().nullish(),
  created: z.union([z.string(), z.date()]).nullish(),
  digest: z.string().nullish(),
  deprecated: z.boolean().nullish(),
  description: z.string().nullish(),
  urls: z.array(z.string()).default([]),
});

/** One published version as an index.yaml tells it. */
export type IndexEntry = z.infer<typeof entrySchema>;

/**
 * The entries of one chart in an index. Indexes of several MB exist and a YAML
 * parser needs seconds for them, so when the index has the regular shape that
 * Helm writes, only the lines of this chart are parsed.
 *
 * @throws Error when the index is neither YAML nor JSON
 */
export function readIndexEntries(index: string, name: string): IndexEntry[] {
  const lines = sectionOf(index, name);
  const raw = lines
    ? parse(lines, { maxAliasCount: 100 })?.[name]
    : readWhole(index, name);
  return (Array.isArray(raw) ? raw : []).flatMap(entry => {
    const { success, data } = entrySchema.safeParse(entry);
    return success ? [data] : [];
  });
}

/**
 * Names of the charts in an index, as they stand there.
 *
 * @throws Error when the index is neither YAML nor JSON
 */
export function readIndexNames(index: string): string[] {
  const start = startOfEntries(index);
  return start
    ? readKeys(index, start.index, start[1])
    : Object.keys(readAll(index));
}

/** The keys right below `entries:`, without parsing what is below them. */
function readKeys(index: string, from: number, indent: string): string[] {
  const names: string[] = [];
  const key = new RegExp(
    `^(?:${indent}(["']?)([^\\s#"'-][^\\s"':]*)\\1:|(\\S))`,
  );
  const first = index.indexOf('\n', from) + 1;
  for (let at = first; at < index.length; ) {
    const end = index.indexOf('\n', at);
    const line = index.slice(at, end < 0 ? undefined : end);
    const [, , name, top] = key.exec(line) ?? [];
    if (top && top !== '#') {
      break;
    }
    if (name) {
      names.push(name);
    }
    at = end < 0 ? index.length : end + 1;
  }
  return names;
}

function readAll(index: string): Record<string, unknown> {
  const whole = index.trimStart().startsWith('{')
    ? JSON.parse(index)
    : parse(index, { maxAliasCount: 100 });
  return z.object({ entries: z.record(z.string(), z.unknown()) }).parse(whole)
    .entries;
}

function readWhole(index: string, name: string): unknown {
  const entries = readAll(index);
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** Where the charts of a regular index begin, with their indent. */
function startOfEntries(index: string): RegExpExecArray | null {
  return /^entries:[ \t]*\r?\n([ ]+)(?=[^\s#-])/m.exec(index);
}

/** The lines `name:` and below it, outdented; undefined = irregular. */
function sectionOf(index: string, name: string): string | undefined {
  const start = startOfEntries(index);
  if (!start || /[&*!]\w/.test(name)) {
    return undefined;
  }
  const indent = start[1];
  const key = `\n${indent}${name}:`;
  const from = index.indexOf(key, start.index);
  if (from < 0) {
    return undefined;
  }
  const lines: string[] = [];
  for (let at = from + 1; at < index.length; ) {
    const end = index.indexOf('\n', at);
    const line = index.slice(at, end < 0 ? undefined : end);
    const isBelow =
      line.startsWith(`${indent} `) ||
      line.startsWith(`${indent}-`) ||
      line.trim() === '';
    if (lines.length > 0 && !isBelow) {
      break;
    }
    lines.push(line.slice(indent.length));
    at = end < 0 ? index.length : end + 1;
  }
  return lines.join('\n');
}
