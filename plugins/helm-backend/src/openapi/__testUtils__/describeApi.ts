import { openApiDocument } from '../openApiDocument';

type Schema = Record<string, any>;

/** What is nested deeper is in the OpenAPI document. */
const DEPTH = 2;

const list = (lines: string[]) => lines.join('\n');

/** The routes of the OpenAPI document for people, as Markdown. */
export function describeApi(): string {
  const { paths } = openApiDocument() as {
    paths: Record<string, Record<string, Schema>>;
  };
  const groups = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(paths)) {
    const [, group] = path.split('/');
    for (const [method, operation] of Object.entries(methods)) {
      const described = describeOperation(method, path, operation);
      groups.set(group, [...(groups.get(group) ?? []), described]);
    }
  }
  return [...groups]
    .map(([group, operations]) => `## /${group}\n\n${operations.join('\n')}`)
    .join('\n');
}

function describeOperation(
  method: string,
  path: string,
  operation: Schema,
): string {
  const { parameters = [], requestBody, responses, summary } = operation;
  const [status, answer] = Object.entries<Schema>(responses).find(
    ([code]) => code !== 'default',
  )!;
  const [[contentType, { schema }]] = Object.entries<Schema>(answer.content);
  const given = parameters.filter((each: Schema) => each.in !== 'path');
  const body = requestBody?.content['application/json'].schema;
  const parts = [
    `### \`${method.toUpperCase()} ${path}\``,
    `${summary}.`,
    ...(given.length
      ? [
          list(
            given.map(
              (each: Schema) =>
                `- ${each.in} \`${each.name}\`${
                  each.required ? ' (required)' : ''
                }: ${typeOf(each.schema)}`,
            ),
          ),
        ]
      : []),
    ...(body ? ['Body:', list(fieldsOf(body, 1))] : []),
    contentType === 'application/json'
      ? `Answers ${status}:`
      : `Answers ${status} as \`${contentType}\`.`,
    ...(contentType === 'application/json' ? [list(fieldsOf(schema, 1))] : []),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/** One line for each field, what is in it indented below. */
function fieldsOf(schema: Schema, depth: number): string[] {
  const shape = shapeOf(schema);
  if (!shape.properties) {
    return depth === 1 ? [`- ${typeOf(schema)}`] : [];
  }
  const required: string[] = shape.required ?? [];
  return Object.entries<Schema>(shape.properties).flatMap(([name, field]) => [
    `${'  '.repeat(depth - 1)}- \`${name}\`${
      required.includes(name) ? '' : '?'
    }: ${typeOf(field)}${field.description ? `. ${field.description}` : ''}`,
    ...(depth < DEPTH ? fieldsOf(field, depth + 1) : []),
  ]);
}

/** The object itself, or the one that a list is of. */
function shapeOf(schema: Schema): Schema {
  return schema.type === 'array' && schema.items
    ? shapeOf(schema.items)
    : schema;
}

function typeOf(schema: Schema): string {
  const { type, enum: values, items, anyOf, maxLength, maximum } = schema;
  if (schema.const !== undefined) {
    return `\`${JSON.stringify(schema.const)}\``;
  }
  if (values) {
    return values.map((value: unknown) => `\`${value}\``).join(' · ');
  }
  if (anyOf) {
    return anyOf.map(typeOf).join(' or ');
  }
  if (type === 'array') {
    return `list of ${typeOf(items ?? {})}`;
  }
  if (type === 'object' && schema.additionalProperties?.type) {
    return `object of ${typeOf(schema.additionalProperties)}s by key`;
  }
  // The largest safe integer is no limit of ours.
  const most = maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  return [
    type ?? 'anything',
    maxLength && `at most ${maxLength} characters`,
    most !== undefined && `at most ${most}`,
  ]
    .filter(Boolean)
    .join(', ');
}
