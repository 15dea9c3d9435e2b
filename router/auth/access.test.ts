import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { isIntrospection } from './access.ts';

describe('an operation that only looks at the schema', () => {
  test.each([
    ['{ __typename }', true],
    ['{ __schema { types { name } } __type(name: "Q") { name } }', true],
    ['{ ... on Query { __typename } ...F } fragment F on Query { again: __typename }', true],
    ['{ __typename crates { id } }', false],
    ['{ ...F } fragment F on Query { ... { crates { id } } }', false],
    // An alias does not make a field one of the schema's.
    ['{ __schema: crates { id } }', false],
    ['mutation { rename }', false],
  ])('%s: %s', (query, expected) => {
    expect(isIntrospection(parse(query), undefined)).toBe(expected);
  });

  test('is the one that is named', () => {
    const document = parse('query A { __typename } query B { crates { id } }');
    expect(isIntrospection(document, 'A')).toBe(true);
    expect(isIntrospection(document, 'B')).toBe(false);
    expect(isIntrospection(document, undefined)).toBe(false);
  });
});
