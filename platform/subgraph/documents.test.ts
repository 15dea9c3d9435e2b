import { ApolloServer } from '@apollo/server';
import { expect, onTestFinished, test } from 'vitest';
import { DOCUMENTS, requestOf } from './documents.ts';

async function startApollo() {
  const apollo = new ApolloServer({
    typeDefs: 'type Query { double(of: Int!): Int! }',
    resolvers: { Query: { double: (_: unknown, { of }: { readonly of: number }) => 2 * of } },
    persistedQueries: DOCUMENTS,
  });
  await apollo.start();
  onTestFinished(() => apollo.stop());
  return async (...request: Parameters<typeof requestOf>): Promise<unknown> => {
    const { body } = await apollo.executeOperation(requestOf(...request));
    return body.kind === 'single' && body.singleResult;
  };
}

test('executes each document, the first time and again, with its variables and by its operation name', async () => {
  const execute = await startApollo();
  const document = 'query A($of: Int!) { double(of: $of) } query B { double(of: 4) }';
  for (const of of [1, 2])
    expect(await execute(document, { operationName: 'A', variables: { of } })).toMatchObject({
      data: { double: 2 * of },
    });
  expect(await execute(document, { operationName: 'B' })).toMatchObject({ data: { double: 8 } });
  expect(await execute('{ double(of: 5) }', {})).toMatchObject({ data: { double: 10 } });
});

test.each([
  ['{ double(of: }', 'GRAPHQL_PARSE_FAILED'],
  ['{ triple }', 'GRAPHQL_VALIDATION_FAILED'],
])('refuses %s', async (document, code) => {
  const execute = await startApollo();
  for (let time = 0; time < 2; time += 1)
    expect(await execute(document, {})).toMatchObject({ errors: [{ extensions: { code } }] });
});
