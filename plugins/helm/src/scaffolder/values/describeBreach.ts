import type { OutputUnit } from '@cfworker/json-schema';
import type { Text } from '../../hooks/useText';

/** Keywords that name one limit. */
const limits = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'format',
] as const;
type Limit = (typeof limits)[number];

/** A list of allowed values past this length says nothing any more. */
const LONGEST = 200;

/** What a value breaks, in words; what it must be is read from the schema. */
export function describeBreach(
  unit: OutputUnit,
  schema: object,
  t: Text,
): string {
  const { keyword, keywordLocation } = unit;
  const wanted = follow(schema, keywordLocation);
  const limit = limits.find(name => name === keyword);
  if (keyword === 'false') {
    return t('fields.schema.unknownKey');
  }
  if (keyword === 'required') {
    const [, key = ''] = /property "(.*)"\.$/.exec(unit.error) ?? [];
    return t('fields.schema.required', { name: key });
  }
  if (keyword === 'type' && wanted !== undefined) {
    return t('fields.schema.type', { type: listOf(wanted, String) });
  }
  if ((keyword === 'enum' || keyword === 'const') && wanted !== undefined) {
    const values = listOf(keyword === 'enum' ? wanted : [wanted], shown);
    return values.length > LONGEST
      ? t('fields.schema.other', { keyword })
      : t(`fields.schema.${keyword}`, { values });
  }
  return limit && isPlain(wanted)
    ? describeLimit(limit, String(wanted), t)
    : t('fields.schema.other', { keyword });
}

function describeLimit(of: Limit, limit: string, t: Text): string {
  return t(`fields.schema.${of}`, { limit });
}

function listOf(values: unknown, word: (value: unknown) => string): string {
  return (Array.isArray(values) ? values : [values]).map(word).join(', ');
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** Follows `#/properties/a/$ref/type`, where `$ref` leads on to its target. */
function follow(root: object, location: string): unknown {
  return location
    .split('/')
    .slice(1)
    .reduce<unknown>((node, part) => {
      const next = child(node, decodePart(part));
      return part === '$ref' && typeof next === 'string'
        ? target(root, next)
        : next;
    }, root);
}

function target(root: object, ref: string): unknown {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((node, part) => child(node, decodePart(part)), root);
}

function child(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, key)
    ? Object.entries(node).find(([name]) => name === key)?.[1]
    : undefined;
}

/** One part of a JSON pointer in a URI fragment, as the key that it means. */
export function decodePart(part: string): string {
  const plain = part.replace(/~1/g, '/').replace(/~0/g, '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    // A key that only looks encoded is itself.
    return plain;
  }
}
