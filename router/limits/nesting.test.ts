import { expect, test } from 'vitest';
import { isTextTooDeep, isValueTooDeep, MOST_LEVELS } from './nesting.ts';

function lists(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

test.each([
  ['too many levels', `{ a(b: ${lists(MOST_LEVELS)}) }`, true],
  ['as many levels as allowed', `{ a(b: ${lists(MOST_LEVELS - 2)}) }`, false],
  ['many brackets side by side', `{ ${'a(b: [1]) '.repeat(MOST_LEVELS)} }`, false],
  ['brackets inside a string', `{ a(b: "${lists(MOST_LEVELS)}") }`, false],
  ['a syntax error', '{ "'.repeat(MOST_LEVELS), false],
])('isTextTooDeep with %s', (_, text, expected) => {
  expect(isTextTooDeep(text)).toBe(expected);
});

test('isValueTooDeep counts the levels of variables', () => {
  expect(isValueTooDeep({ a: JSON.parse(lists(MOST_LEVELS - 1)) })).toBe(false);
  expect(isValueTooDeep({ a: JSON.parse(lists(MOST_LEVELS)) })).toBe(true);
  expect(isValueTooDeep({ a: JSON.parse(lists(100_000)) })).toBe(true);
  expect(isValueTooDeep(undefined)).toBe(false);
});
