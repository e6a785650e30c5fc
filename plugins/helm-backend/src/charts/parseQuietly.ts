import { parse } from 'yaml';

/** Undefined for what is not YAML: the schema after it says what is missing. */
export function parseQuietly(text: string | undefined): unknown {
  try {
    return parse(text ?? '', { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}
