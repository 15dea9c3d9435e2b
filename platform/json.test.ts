import { expect, test } from 'vitest';
import { JsonTooDeep, MAX_JSON_NESTING, parseJson, writeJson } from './json.ts';

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

test.each([
  '9007199254740993',
  '-9223372036854775808',
  '[1,{"a":18446744073709551615},"12345678901234567890"]',
  '{"a":[[123456789012345678901234567890]],"b":0.1}',
  '{"__proto__":{"a":9007199254740993}}',
])('%s keeps its digits', (text) => {
  expect(writeJson(parseJson(text))).toBe(text);
});

test.each(['9007199254740991', '123456789012345', '1.5', '-0.25', '"1234567890123456"', '[12,"a"]'])(
  '%s is read as by JSON.parse',
  (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
    expect(writeJson(parseJson(text))).toBe(text);
  },
);

test('long integers are found wherever they begin', () => {
  for (let pad = 0; pad < 40; pad += 1) {
    const text = `${'['.repeat(pad)}${' '.repeat(pad)}9007199254740993${']'.repeat(pad)}`;
    expect(writeJson(parseJson(text))).toBe(text.replaceAll(' ', ''));
  }
});

test.each(['1e400', '-1e400', '9'.repeat(400)])('%s is out of range', (text) => {
  expect(parseJson(`[${text}]`)).toEqual([text.startsWith('-') ? -Infinity : Infinity]);
});
