import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { MockTranslationApi } from '@backstage/test-utils/alpha';
import type { ValuesMap } from '@backstage-helm/plugin-helm-common';
import { textOf } from '../base/textOf';
import type { Text } from '../../hooks/useText';
import { schemaProblems } from './schemaProblems';

let t: Text;
beforeAll(async () => {
  const translations = MockTranslationApi.create();
  t = await textOf({
    get: ref =>
      (ref.id === translationApiRef.id ? translations : undefined) as never,
  });
});

const check = (values: ValuesMap, schema: object) =>
  schemaProblems(values, JSON.stringify(schema), t);
const words = (values: ValuesMap, schema: object) =>
  check(values, schema).problems.map(
    ({ path, message }) => `${path.join('/')}: ${message}`,
  );

describe('schemaProblems', () => {
  it('names the place and what is wanted there', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
      definitions: { port: { type: 'integer', maximum: 65535 } },
      properties: {
        port: { $ref: '#/definitions/port' },
        list: { items: { type: 'string', minLength: 2 } },
        'a/b': { enum: ['x', 1] },
        image: { required: ['tag'] },
      },
    };
    expect(
      words(
        { port: 70000, list: ['ok', 'x', 3], 'a/b': 'y', image: {}, extra: 1 },
        schema,
      ),
    ).toEqual([
      'port: must be at most 65535',
      'list/1: must have at least 2 characters',
      'list/2: must be of type string',
      'a/b: must be one of "x", 1',
      'image: lacks “tag”, unless the environment sets it',
      'extra: is no key of this chart',
    ]);
  });

  it('holds what may come from elsewhere for a hint', () => {
    const { problems } = check({}, { required: ['host'] });
    expect(problems).toMatchObject([{ isHint: true, path: [] }]);
  });

  it('says of a choice that none fits, not what each would have wanted', () => {
    const schema = {
      properties: { size: { anyOf: [{ type: 'string' }, { minimum: 3 }] } },
    };
    expect(words({ size: 1 }, schema)).toEqual([
      'size: is not as the chart’s schema wants it (anyOf)',
    ]);
  });

  it.each([
    ['remote', { properties: { a: { $ref: 'https://example.com/x.json' } } }],
    ['invalid', []],
    ['invalid', { $ref: '#/nowhere' }],
    ['large', { description: 'x'.repeat(600_000) }],
    ['slow', { $ref: '#' }],
  ])('leaves a schema to Helm: %s', (unchecked, schema) => {
    expect(check({ a: 1 }, schema)).toEqual({ problems: [], unchecked });
  });

  it('stops in time whatever the schema', () => {
    const text = `{"definitions":{${Array.from(
      { length: 40 },
      (_, n) =>
        `"d${n}":{"anyOf":[{"$ref":"#/definitions/d${
          n + 1
        }"},{"$ref":"#/definitions/d${n + 1}"}]}`,
    ).join(
      ',',
    )},"d40":{"type":"string"}},"$ref":"#/definitions/d0","$schema":"http://json-schema.org/draft-07/schema#"}`;
    let clock = 0;
    const tick = () => {
      clock += 10;
      return clock;
    };
    expect(schemaProblems({}, text, t, tick)).toEqual({
      problems: [],
      unchecked: 'slow',
    });
  });

  it('never runs an expression that could block', () => {
    const schema = {
      properties: {
        a: { type: 'string', pattern: '^(a+)+$' },
        b: { type: 'string', pattern: '^[a-z]+$' },
      },
    };
    expect(words({ a: `${'a'.repeat(40)}!`, b: 'B' }, schema)).toEqual([
      'b: must match ^[a-z]+$',
    ]);
  });
});
