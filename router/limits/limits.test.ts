import { getIntrospectionQuery, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  type DocumentLimits,
  hasMoreTokens,
  isTextTooDeep,
  limitErrors,
  MAX_NESTING,
  measure,
} from './document-limits.ts';
import { createRateLimit } from './rate-limit.ts';

function measuresOf(query: string) {
  const document = parse(query);
  return measure(document, document.definitions[0] as OperationDefinitionNode);
}

describe('measure', () => {
  test('counts fragments wherever they are spread', () => {
    const query = `query @a { x: one { two { three } } ...F ... @include(if: true) { four } }
      fragment F on Query { five { y: six @b } seven ...G } fragment G on Query { eight }`;
    expect(measuresOf(query)).toEqual({ depth: 3, fields: 8, aliases: 2, directives: 3, rootFields: 5 });
  });

  test('is fast for fragments that spread each other many times', () => {
    const fragments = Array.from(
      { length: 40 },
      (_, index) => `fragment F${index} on Q { ${`...F${index + 1} `.repeat(2)} }`,
    );
    const { fields } = measuresOf(`{ ...F0 } ${fragments.join(' ')} fragment F40 on Q { a }`);
    expect(fields).toBe(2 ** 40);
  });
});

describe('limitErrors', () => {
  const limits: DocumentLimits = {
    tokens: 100,
    operations: 1,
    depth: 2,
    fields: 3,
    aliases: 1,
    directives: 1,
    rootFields: 2,
  };

  test.each([
    ['depth', '{ a { b { c } } }', 3, 2],
    ['fields', '{ a { b c d } }', 4, 3],
    ['aliases', '{ x: a y: a }', 2, 1],
    ['directives', '{ a @x @y }', 2, 1],
    ['rootFields', '{ a b c }', 3, 2],
  ])('reports the limit %s, the value and the allowed value', (limit, query, value, allowed) => {
    expect(limitErrors(measuresOf(query), limits)).toMatchObject([
      { extensions: { code: 'OPERATION_TOO_COMPLEX', limit, value, allowed } },
    ]);
  });

  test('accepts an operation exactly at the limits', () => {
    expect(limitErrors(measuresOf('{ x: a { b @y } c }'), limits)).toEqual([]);
  });
});

describe('hasMoreTokens', () => {
  test.each([
    ['{ a }', 3, false],
    ['{ a }', 2, true],
    ['{ a(b: "many words in one string") }', 8, false],
    ['{ a # not in a comment\n }', 3, false],
    // The parser reports syntax errors.
    ['{ "', 1, false],
  ])('%s has more than %i: %s', (text, allowed, expected) => {
    expect(hasMoreTokens(text, allowed)).toBe(expected);
  });

  test('allows the introspection query of tools', () => {
    expect(hasMoreTokens(getIntrospectionQuery({ inputValueDeprecation: true }), 1_000)).toBe(false);
  });
});

describe('the rate limit of a client', () => {
  test('allows a burst, then a number per second', () => {
    const take = createRateLimit({ perSecond: 10, burst: 3 });
    expect([take('a', 0), take('a', 0), take('a', 0)]).toEqual([0, 0, 0]);
    expect(take('a', 0)).toBe(100);
    expect(take('a', 60)).toBe(40);
    expect(take('a', 100)).toBe(0);
    expect(take('a', 100)).toBe(100);
  });

  test('is counted per client, and never exceeds the burst', () => {
    const take = createRateLimit({ perSecond: 10, burst: 1 });
    expect([take('a', 0), take('b', 0)]).toEqual([0, 0]);
    expect([take('a', 60_000), take('a', 60_000)]).toEqual([0, 100]);
  });
});

function lists(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

test.each([
  ['too many levels', `{ a(b: ${lists(MAX_NESTING)}) }`, true],
  ['as many levels as allowed', `{ a(b: ${lists(MAX_NESTING - 2)}) }`, false],
  ['many brackets side by side', `{ ${'a(b: [1]) '.repeat(MAX_NESTING)} }`, false],
  ['brackets inside a string', `{ a(b: "${lists(MAX_NESTING)}") }`, false],
  ['a syntax error', '{ "'.repeat(MAX_NESTING), false],
])('isTextTooDeep with %s', (_, text, expected) => {
  expect(isTextTooDeep(text)).toBe(expected);
});
