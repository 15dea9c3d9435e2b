import { expect, test } from 'vitest';
import { JsonTooDeep, MAX_JSON_NESTING, parseJson } from './json.ts';

function lists(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

test.each([
  ['as many levels as allowed', lists(MAX_JSON_NESTING)],
  ['many values side by side', `[${Array(MAX_JSON_NESTING).fill('[{}]').join()}]`],
  ['brackets inside a string', JSON.stringify(`${'['.repeat(MAX_JSON_NESTING * 2)}`)],
  ['brackets after an escaped quote', JSON.stringify(`"${'{'.repeat(MAX_JSON_NESTING * 2)}`)],
  ['a string that ends in a backslash', JSON.stringify(['\\', ...Array(MAX_JSON_NESTING).fill('[')])],
])('JSON with %s is parsed', (_, text) => {
  expect(parseJson(text)).toEqual(JSON.parse(text));
});

test.each([
  ['too many levels', lists(MAX_JSON_NESTING + 1)],
  ['very many levels', lists(500_000)],
  ['too many levels that never end', '{"a":'.repeat(MAX_JSON_NESTING + 1)],
  ['levels below a string', `["[]\\"",${lists(MAX_JSON_NESTING)}]`],
])('JSON with %s is refused', (_, text) => {
  expect(() => parseJson(text)).toThrow(JsonTooDeep);
});

test('text that is not JSON is a syntax error', () => {
  expect(() => parseJson('{')).toThrow(SyntaxError);
  expect(() => parseJson(']'.repeat(1_000))).toThrow(SyntaxError);
});
