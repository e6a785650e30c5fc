import { z } from 'zod';
import { problemResponseSchema, routes, type RouteDescription } from './routes';

/** The API as OpenAPI 3.1, made of the schemas that validate it. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: operation(route),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'helm',
      version: '1',
      description: 'Helm releases of a Backstage catalog.',
    },
    servers: [{ url: '/api/helm' }],
    security: [{ backstage: [] }],
    paths,
    components: {
      securitySchemes: {
        backstage: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      },
      schemas: { Problem: toSchema(problemResponseSchema, 'output') },
    },
  };
}

function operation(route: RouteDescription): Record<string, unknown> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
  return {
    operationId: route.id,
    summary: route.summary,
    ...(route.isOpen && { security: [] }),
    parameters: [
      ...names.map(name => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...queryParameters(route),
      ...(route.headers ?? []).map(name => ({
        name,
        in: 'header',
        required: true,
        schema: { type: 'string' },
      })),
    ],
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: toSchema(route.body, 'input') },
        },
      },
    }),
    responses: {
      [route.status ?? 200]: {
        description: 'Done',
        content: {
          [route.contentType ?? 'application/json']: {
            schema: toSchema(route.response, 'output'),
          },
        },
      },
      default: {
        description: 'What is wrong, with a stable code and the way out',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Problem' },
          },
        },
      },
    },
  };
}

function queryParameters({ query }: RouteDescription) {
  const schema = query && toSchema(query, 'input');
  const properties = (schema?.properties ?? {}) as Record<string, unknown>;
  const required = (schema?.required ?? []) as string[];
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: property,
  }));
}

function toSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    // A parser's own transformations have no JSON Schema.
    unrepresentable: 'any',
  });
  return rest;
}
