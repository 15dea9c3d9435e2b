import { expect, test } from 'vitest';
import { isTextTooDeep, isValueTooDeep, MOST_LEVELS } from './nesting.ts';

function lists(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

test.each([
  ['many levels', `{ a(b: ${lists(MOST_LEVELS)}) }`, true],
  ['as many as may be', `{ a(b: ${lists(MOST_LEVELS - 2)}) }`, false],
  ['many brackets beside each other', `{ ${'a(b: [1]) '.repeat(MOST_LEVELS)} }`, false],
  ['brackets in a text', `{ a(b: "${lists(MOST_LEVELS)}") }`, false],
  ['what is no GraphQL', '{ "'.repeat(MOST_LEVELS), false],
])('of a document: %s', (_, text, expected) => {
  expect(isTextTooDeep(text)).toBe(expected);
});

test('of variables', () => {
  expect(isValueTooDeep({ a: JSON.parse(lists(MOST_LEVELS - 1)) })).toBe(false);
  expect(isValueTooDeep({ a: JSON.parse(lists(MOST_LEVELS)) })).toBe(true);
  expect(isValueTooDeep({ a: JSON.parse(lists(100_000)) })).toBe(true);
  expect(isValueTooDeep(undefined)).toBe(false);
});
