import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { parseJson, writeJson } from '../../platform/json.ts';
import { createGraph } from '../operations/graphs.ts';
import { parseResponse } from '../subgraphs/client.ts';
import { DOCUMENT_SETTINGS } from '../testing/document-settings.ts';
import { OPERATION_CONTEXT } from '../testing/operation-context.ts';
import { planInline } from '../testing/plan-inline.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const { supergraphSdl = '' } = composeServices([
  {
    name: 'counters',
    url: 'http://counters',
    typeDefs: parse(`${LINK}
      scalar Long
      input Part { id: ID, long: Long, longs: [Long!] }
      type Query { counters: [Counter] set(id: ID, long: Long = 9007199254740993, part: Part, float: Float): Counter }
      type Counter @key(fields: "id") { id: ID total: Long share: Float int: Int any: Long }`),
  },
  {
    name: 'owners',
    url: 'http://owners',
    typeDefs: parse(`${LINK}
      scalar Long
      type Counter @key(fields: "id") { id: ID owner: String }`),
  },
]);
const apiSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

/** Two integers that are equal as doubles. */
const [BIG, OTHER] = ['9007199254740993', '9007199254740992'];
const HUGE = '-9223372036854775807';

/** Runs an operation, whose variables and whose subgraphs' data are JSON texts. */
async function run(
  query: string,
  { variables = '{}', data, errors: told = '[]' }: { variables?: string; data: string[]; errors?: string },
) {
  const sent: string[] = [];
  const { compile } = createGraph({
    supergraphSdl,
    apiSchema,
    plan: planInline,
    dedupe: undefined,
    documents: DOCUMENT_SETTINGS,
    onDocument: () => undefined,
    send: async (_, { body }) => {
      sent.push(body);
      return parseResponse({
        status: 200,
        body: `{"data":${data[sent.length - 1] ?? 'null'},"errors":${told}}`,
      });
    },
  });
  const operation = await compile(parse(query), undefined);
  if (operation instanceof GraphQLError) throw operation;
  const coerced = operation.coerce(parseJson(variables) as Record<string, unknown>);
  if (coerced.kind === 'refused') return { refused: coerced.errors.map(({ message }) => message), sent };
  const { data: text, errors } = await operation.execute({
    variables: coerced.values,
    context: OPERATION_CONTEXT,
  });
  return { text, errors: errors.map(({ path }) => path?.join('.')), told: writeJson(errors), sent };
}

describe('integers that a double cannot hold', () => {
  test('keep their digits in answers', async () => {
    const total = `{"deep":[${BIG},${HUGE},1]}`;
    const counter = `{"id":${BIG},"total":${BIG},"share":${HUGE},"any":${total},"int":${BIG}}`;
    const { text, errors } = await run('{ counters { id total share any int } }', {
      data: [`{"counters":[${counter}]}`],
    });
    expect(text).toBe(
      `{"counters":[{"id":"${BIG}","total":${BIG},"share":${HUGE},"any":${total},"int":null}]}`,
    );
    expect(errors).toEqual(['counters.0.int']);
  });

  test('keep entities apart and keep their digits in keys', async () => {
    const { text, sent } = await run('{ counters { owner } }', {
      data: [
        `{"counters":[{"__typename":"Counter","id":${BIG}},{"__typename":"Counter","id":${OTHER}}]}`,
        '{"_entities":[{"owner":"a"},{"owner":"b"}]}',
      ],
    });
    expect(text).toBe('{"counters":[{"owner":"a"},{"owner":"b"}]}');
    expect(sent[1]).toContain(`"id":${BIG}`);
    expect(sent[1]).toContain(`"id":${OTHER}`);
  });

  test('keep their digits in variables', async () => {
    const { sent } = await run(
      'query ($id: ID, $long: Long, $part: Part) { set(id: $id, long: $long, part: $part) { int } }',
      {
        variables: `{"id":${BIG},"long":${BIG},"part":{"id":${HUGE},"long":{"a":${HUGE}},"longs":[${BIG},1]}}`,
        data: ['{"set":null}'],
      },
    );
    expect(sent[0]).toContain(
      `"variables":{"id":"${BIG}","long":${BIG},"part":{"id":"${HUGE}","long":{"a":${HUGE}},"longs":[${BIG},1]}}`,
    );
  });

  test('keep their digits in defaults of variables', async () => {
    const { sent } = await run(
      `query ($long: Long = [${BIG}, { a: ${HUGE} }]) { set(long: $long) { int } }`,
      {
        data: ['{"set":null}'],
      },
    );
    expect(sent[0]).toContain(`"long":[${BIG},{"a":${HUGE}}]`);
  });

  test('keep their digits in literals', async () => {
    const { sent } = await run(
      `{ set(id: ${BIG}, long: [${HUGE}, { a: ${BIG}, b: "${BIG}" }], part: { long: ${BIG}, longs: [${HUGE}] }) { int } }`,
      { data: ['{"set":null}'] },
    );
    const { query } = parseJson(sent[0] ?? '') as { query: string };
    expect(query.replaceAll(/[\s,]/g, '')).toContain(
      `id:${BIG}long:[${HUGE}{a:${BIG}b:"${BIG}"}]part:{long:${BIG}longs:[${HUGE}]}`,
    );
  });

  test('are refused for an Int, and rounded for a Float', async () => {
    const int = await run('query ($int: Int!) { counters { int @skip(if: false) } }', {
      variables: `{"int":${BIG}}`,
      data: ['{"counters":null}'],
    });
    expect(int).toMatchObject({ refused: [expect.stringContaining(BIG)] });
    const float = await run('query ($float: Float) { set(float: $float) { int } }', {
      variables: `{"float":${BIG}}`,
      data: ['{"set":null}'],
    });
    expect(float.sent[0]).toContain(`"float":${OTHER}`);
  });
});

describe('numbers out of the range of a double', () => {
  test.each(['share', 'total', 'any', 'id', 'int'])('are null with an error in %s', async (field) => {
    const { text, errors } = await run(`{ counters { ${field} } }`, {
      data: [`{"counters":[{"${field}":1e400},{"${field}":-1e400},{"${field}":1}]}`],
    });
    expect(() => JSON.parse(text ?? '')).not.toThrow();
    expect(text).toContain(`[{"${field}":null},{"${field}":null},{"${field}":`);
    expect(errors).toEqual([`counters.0.${field}`, `counters.1.${field}`]);
  });

  test.each([
    ['query ($long: Long) { set(long: $long) { int } }', '{"long":1e400}', '$long'],
    ['query ($part: Part) { set(part: $part) { int } }', '{"part":{"longs":[1,-1e400]}}', '$part'],
    ['query ($long: Long) { set(long: [$long]) { int } }', '{"long":{"a":-1e400}}', '$long'],
  ])('are refused in variables of custom scalars, not sent as null: %s', async (query, variables, name) => {
    expect(await run(query, { variables, data: ['{"set":null}'] })).toEqual({
      refused: [`Variable "${name}" has a number out of the range of a double.`],
      sent: [],
    });
  });

  test('are null with an error inside the value of a custom scalar', async () => {
    const { text, errors } = await run('{ counters { any } }', {
      data: ['{"counters":[{"any":{"a":[null,1e400]}},{"any":{"a":[null]}}]}'],
    });
    expect(text).toBe('{"counters":[{"any":null},{"any":{"a":[null]}}]}');
    expect(errors).toEqual(['counters.0.any']);
  });
});

test('errors may have long integers in their extensions', async () => {
  const { text, told } = await run('{ counters { int } }', {
    data: ['{"counters":null}'],
    errors: `[{"message":"No","path":["counters"],"extensions":{"at":${BIG}}}]`,
  });
  expect(text).toBe('{"counters":null}');
  expect(told).toContain(`"at":${BIG}`);
});
