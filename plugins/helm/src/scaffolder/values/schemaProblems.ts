import { Validator, type OutputUnit } from '@cfworker/json-schema';
import type { ValuesMap } from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';
import { readSchema, type Unchecked } from './readSchema';
import { decodePart, describeBreach } from './describeBreach';
import { DeadlinePassed, withDeadline } from './withDeadline';

/** One thing that is wrong with values. */
export interface ValuesProblem {
  code: string;
  /** Keys from the top; empty for the values as a whole. */
  path: string[];
  message: string;
  wayOut?: string;
  /** True for what another layer may still put right. */
  isHint?: boolean;
}

/** What checking values by a schema found. */
export interface SchemaFinding {
  problems: ValuesProblem[];
  /** Set when it could not be checked here. */
  unchecked?: Unchecked;
}

/** Checking may take this long (milliseconds). */
const LIMIT = 500;

/** Keywords that only say that something below is wrong. */
const wrappers = new Set([
  '$ref',
  '$recursiveRef',
  'allOf',
  'properties',
  'patternProperties',
  'additionalProperties',
  'additionalItems',
  'unevaluatedProperties',
  'unevaluatedItems',
  'items',
  'prefixItems',
  'then',
  'else',
  'if',
  'dependentSchemas',
]);

/**
 * Checks computed values by values.schema.json as its author wrote it. Helm has
 * the last word; this one is for whoever types.
 *
 * @param now - clock in milliseconds
 */
export function schemaProblems(
  values: ValuesMap,
  text: string,
  t: Text,
  now: () => number = () => performance.now(),
): SchemaFinding {
  const read = readSchema(text);
  if (typeof read === 'string') {
    return { problems: [], unchecked: read };
  }
  const end = now() + LIMIT;
  try {
    const schema = withDeadline(read.schema, () => now() > end);
    const validator = new Validator(schema, read.draft, false);
    const { errors } = validator.validate(values);
    return { problems: problemsOf(errors, read.schema, t) };
  } catch (error) {
    return {
      problems: [],
      unchecked:
        error instanceof DeadlinePassed || error instanceof RangeError
          ? 'slow'
          : 'invalid',
    };
  }
}

function problemsOf(
  errors: OutputUnit[],
  schema: object,
  t: Text,
): ValuesProblem[] {
  const found = new Map<string, ValuesProblem>();
  const choices = errors
    .filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
    .map(({ keywordLocation }) => `${keywordLocation}/`);
  // What each alternative would have wanted is no problem of its own.
  const isOfChoice = ({ keywordLocation }: OutputUnit) =>
    choices.some(choice => keywordLocation.startsWith(choice));
  for (const unit of errors) {
    if (!wrappers.has(unit.keyword) && !isOfChoice(unit)) {
      const problem = {
        code: 'VALUES_SCHEMA',
        path: pathOf(unit.instanceLocation),
        message: describeBreach(unit, schema, t),
        ...(unit.keyword === 'required' && { isHint: true }),
      };
      found.set(`${unit.instanceLocation} ${problem.message}`, problem);
    }
  }
  return [...found.values()];
}

/** `#/a~1b/0` is the path a/b, 0. */
function pathOf(location: string): string[] {
  return location.split('/').slice(1).map(decodePart);
}
