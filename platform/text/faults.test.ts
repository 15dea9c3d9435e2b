import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isStorableText, mostBytesOf, textFault } from './faults.ts';

test('a text is storable without NUL and halves of surrogate pairs', () => {
  expect(['\u{1f600}', 'a\0', '\ud83d'].map(isStorableText)).toEqual([true, false, false]);
});

test.each(['강', '강'.normalize('NFD'), 'é', 'e\u0301', 'क्षि', 'กำ', '👨‍👩‍👧‍👦', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👩🏽‍💻', '🇰🇷'])(
  '%j is one character',
  (character) => {
    expect(textFault(character.repeat(200), 200)).toBeUndefined();
    expect(textFault(character.repeat(201), 200)).toBe('TooManyCharacters');
  },
);

test('white space around a text does not count', () => {
  expect(textFault(`${' '.repeat(9_000)}abc\u00a0`, 3)).toBeUndefined();
});

test('bytes are bounded, however few characters they make', () => {
  const joined = (bytes: number) => `a${'\u200d'.repeat((bytes - 1) / 3)}`;
  expect(textFault(joined(mostBytesOf(2)), 2)).toBeUndefined();
  expect(textFault(joined(mostBytesOf(2) + 3), 2)).toBe('TooManyBytes');
  expect(textFault(`a${'\u0301\u0316'.repeat(250_000)}`, 200)).toBe('TooManyBytes');
});

test.each(['\u0301', '\u0301\u0316', 'ﾞ', '\u3099ﾟ'])('a pile of %j is refused', (marks) => {
  expect(textFault(`a${marks.repeat(30 / marks.length)}`, 200)).toBeUndefined();
  expect(textFault(`a${marks.repeat(31)}`, 200)).toBe('PiledMarks');
});

test.each([...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'])(
  '%j turns text, also balanced',
  (turn) => {
    expect(textFault(`a${turn}b`, 200)).toBe('TurnsText');
    expect(textFault(`a\u2067${turn}b\u2069`, 200)).toBe('TurnsText');
  },
);

test('letters of any direction and marks of direction inside a text turn nothing', () => {
  expect(textFault('חדר 3, غرفة\u200f (A)', 200)).toBeUndefined();
});

test('what is no text is refused', () => {
  expect(textFault('half \ud800', 200)).toBe('NotPlain');
  expect(textFault('nul\0', 200)).toBe('NotPlain');
});

test('no text with more characters than the limit is accepted, and none with fewer is too long', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
      const count = [...segmenter.segment(text.trim())].length;
      const fault = textFault(text, 6);
      if (count > 6) expect(fault).toBeDefined();
      else expect(fault).not.toBe('TooManyCharacters');
    }),
  );
});
