import { expect, test } from 'vitest';
import { beginningWith, suffixesOf } from './text-search.ts';

/** Whether the index of a text has an entry between the bounds. The server compares texts by their bytes. */
function isFound(text: string, part: string): boolean {
  const { $gte, $lt } = beginningWith(part).$elemMatch;
  const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return suffixesOf(text).some((suffix) => compare(suffix, $gte) >= 0 && compare(suffix, $lt) < 0);
}

const LONG = 'a meeting room with a view of the river';

test.each([
  ['blue hall', 'blue'],
  ['blue hall', 'l'],
  ['blue hall', 'hall'],
  ['강남역 회의실', '회의'],
  ['room 🏢 one', '🏢'],
  ['room \u{10fffd}', 'm'],
  [LONG, 'room with a view of'],
  [LONG, LONG],
])('%s is found by %s', (text, part) => {
  expect(isFound(text, part)).toBe(true);
});

test.each([
  ['blue hall', 'hallo'],
  ['blue hall', 'red'],
  ['강남역', '서울'],
  ['', 'a'],
])('%s is not found by %s', (text, part) => {
  expect(isFound(text, part)).toBe(false);
});

test('a long text has short entries, and no entry twice', () => {
  const suffixes = suffixesOf('ab'.repeat(100));
  expect(Math.max(...suffixes.map(({ length }) => length))).toBe(12);
  expect(new Set(suffixes).size).toBe(suffixes.length);
});
