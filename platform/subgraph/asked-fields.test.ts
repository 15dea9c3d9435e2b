import { type GraphQLResolveInfo, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { asksFor } from './asked-fields.ts';

/** What a resolver knows of the operation of a document. */
function infoOf(document: string): Pick<GraphQLResolveInfo, 'operation' | 'fragments'> {
  const { definitions } = parse(document);
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('The document has no operation');
  const fragments = definitions.flatMap((each) =>
    each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
  );
  return { operation, fragments: Object.fromEntries(fragments) };
}

test.each([
  ['a field', '{ rooms { status } }', true],
  ['a field with an alias', '{ rooms { state: status } }', true],
  ['a field of an inline fragment', '{ _entities { ... on Room { status } } }', true],
  ['a field of a named fragment', '{ rooms { ...all } } fragment all on Room { status }', true],
  ['an alias of another field', '{ rooms { status: name } }', false],
  ['an argument', '{ rooms(status: FULL) { name } }', false],
])('%s', (_what, document, expected) => {
  const info = infoOf(document);
  expect(asksFor(info, 'status')).toBe(expected);
  expect(asksFor(info, 'status')).toBe(expected);
});
