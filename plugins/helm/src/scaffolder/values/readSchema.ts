import type { Schema, SchemaDraft } from '@cfworker/json-schema';
import { isHarmlessPattern } from './isHarmlessPattern';

/** Why a chart's schema is left to Helm. */
export type Unchecked = 'large' | 'invalid' | 'remote' | 'slow';

/** A chart's schema that can be checked here. */
export interface ReadSchema {
  schema: Schema;
  draft: SchemaDraft;
}

/** Longer schemas are checked by Helm alone (characters). */
const LONGEST = 512 * 1024;
const DEEPEST = 100;

/** What `$schema` may say; without it, Helm takes the newest draft. */
const drafts: [RegExp, SchemaDraft][] = [
  [/draft-04/, '4'],
  [/draft-0[67]/, '7'],
  [/2019-09/, '2019-09'],
];

class Refused extends Error {
  readonly why: Unchecked;

  constructor(why: Unchecked) {
    super(why);
    this.why = why;
  }
}

/**
 * Reads values.schema.json of a chart. Expressions that could block the browser
 * are left out; nothing is ever fetched.
 */
export function readSchema(text: string): ReadSchema | Unchecked {
  if (text.length > LONGEST) {
    return 'large';
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (
      typeof parsed !== 'object' ||
      parsed === null ||
      Array.isArray(parsed)
    ) {
      return 'invalid';
    }
    const schema: Schema = copy(parsed, 0);
    return { schema, draft: draftOf(schema.$schema) };
  } catch (error) {
    if (error instanceof Refused) {
      return error.why;
    }
    return 'invalid';
  }
}

function draftOf(uri: unknown): SchemaDraft {
  const known = drafts.find(([name]) => name.test(String(uri ?? '')));
  return known?.[1] ?? '2020-12';
}

function copy(node: object, depth: number): Record<string, unknown> {
  if (depth > DEEPEST) {
    throw new Refused('large');
  }
  const entries = Object.entries(node).filter(([key, value]) =>
    isKept(key, value),
  );
  return Object.fromEntries(
    entries.map(([key, value]) => [key, copyValue(key, value, depth)]),
  );
}

function copyValue(key: string, value: unknown, depth: number): unknown {
  if (Array.isArray(value)) {
    return value.map(item => copyValue('', item, depth + 1));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return key === 'patternProperties'
    ? copy(harmless(value), depth + 1)
    : copy(value, depth + 1);
}

function harmless(patterns: object): object {
  return Object.fromEntries(
    Object.entries(patterns).filter(([pattern]) => isHarmlessPattern(pattern)),
  );
}

function isKept(key: string, value: unknown): boolean {
  if (key === '$ref' && typeof value === 'string' && !value.startsWith('#')) {
    throw new Refused('remote');
  }
  return (
    key !== 'pattern' || typeof value !== 'string' || isHarmlessPattern(value)
  );
}
