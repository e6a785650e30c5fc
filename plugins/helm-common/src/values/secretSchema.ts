import { isValuesMap, ownValue, type ValuesMap } from './ValuesMap';

/** The schemas that apply at one place of the values. */
export interface SchemaCursor {
  isSecret: boolean;
  property(key: string): SchemaCursor | undefined;
  item(): SchemaCursor | undefined;
}

/** More alternatives than this at one place are not followed. */
const MAX_SCHEMAS = 200;

function followPointer(root: ValuesMap, pointer: string): unknown {
  if (!pointer.startsWith('#')) {
    return undefined;
  }
  return pointer
    .slice(1)
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>(
      (node, part) => (isValuesMap(node) ? ownValue(node, part) : undefined),
      root,
    );
}

/** A schema with all that it refers to or is composed of, each once. */
function composed(root: ValuesMap, start: unknown[]): ValuesMap[] {
  const schemas = new Set<ValuesMap>();
  const open = [...start];
  while (open.length && schemas.size < MAX_SCHEMAS) {
    const schema = open.pop();
    if (isValuesMap(schema) && !schemas.has(schema)) {
      schemas.add(schema);
      if (typeof schema.$ref === 'string') {
        open.push(followPointer(root, schema.$ref));
      }
      for (const word of ['allOf', 'anyOf', 'oneOf']) {
        const parts = schema[word];
        open.push(...(Array.isArray(parts) ? parts : []));
      }
      open.push(schema.if, schema.then, schema.else);
    }
  }
  return [...schemas];
}

function propertySchemas(schema: ValuesMap, key: string): unknown[] {
  const named = isValuesMap(schema.properties)
    ? ownValue(schema.properties, key)
    : undefined;
  const byPattern = isValuesMap(schema.patternProperties)
    ? Object.entries(schema.patternProperties)
        .filter(([pattern]) => matches(pattern, key))
        .map(([, child]) => child)
    : [];
  const known = [...(named === undefined ? [] : [named]), ...byPattern];
  return known.length ? known : [schema.additionalProperties];
}

function matches(pattern: string, key: string): boolean {
  // A chart's own pattern, run on short text only.
  try {
    return key.length <= 256 && new RegExp(pattern, 'u').test(key);
  } catch {
    // Not a pattern of this language: treat it as covering the key, since
    // hiding too much is the safe side.
    return true;
  }
}

function itemSchemas(schema: ValuesMap): unknown[] {
  const tuple = Array.isArray(schema.items) ? schema.items : [schema.items];
  const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
  return [...tuple, ...prefix, schema.additionalItems];
}

function cursorAt(root: ValuesMap, start: unknown[]): SchemaCursor | undefined {
  const schemas = composed(root, start);
  if (!schemas.length) {
    return undefined;
  }
  return {
    isSecret: schemas.some(
      schema => schema.writeOnly === true || schema.format === 'password',
    ),
    property: key =>
      cursorAt(
        root,
        schemas.flatMap(schema => propertySchemas(schema, key)),
      ),
    item: () => cursorAt(root, schemas.flatMap(itemSchemas)),
  };
}

/** Starts at the top of a chart's values.schema.json. */
export function createSchemaCursor(schema: unknown): SchemaCursor | undefined {
  return isValuesMap(schema) ? cursorAt(schema, [schema]) : undefined;
}
