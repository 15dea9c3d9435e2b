import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from './fold.ts';

test.each([
  ['Chair', ' chair '],
  ['CHAIR', 'Ｃhair'],
  ['caf\u00e9', 'cafe\u0301'],
  ['강남역', '강남역'.normalize('NFD')],
  ['Han 3', 'Ｈａｎ　３'],
  ['Han river', 'HAN\u00a0\u2009RIVER'],
  ['ｶﾞｲﾄﾞ', 'ガイド'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['ΟΔΟΣ', 'οδος'],
  ['Han\u3164', 'Han'],
  ['soft\u00adware', 'software'],
  ['❤\ufe0f', '❤'],
  ['क\u200dष', 'कष'],
])('%j and %j are the same name', (a, b) => {
  expect(foldText(a)).toBe(foldText(b));
});

test.each([
  ['e', 'é'],
  ['강', '강남'],
  ['Han', 'Ham'],
])('%j and %j are different names', (a, b) => {
  expect(foldText(a)).not.toBe(foldText(b));
});

test('a part of a word at its end is found inside another', () => {
  expect(foldText('ΟΔΟΣ ΑΒ')).toContain(foldText('οδοσ'));
});

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
/** Any characters of Unicode, which a generator of texts seldom reaches. */
const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((each) => each.isWellFormed());

test('a folded text stays the same, and all forms of a text are folded alike', () => {
  fc.assert(
    fc.property(text, (given) => {
      const folded = foldText(given);
      expect(foldText(folded)).toBe(folded);
      for (const form of FORMS) expect(foldText(given.normalize(form))).toBe(folded);
    }),
    { numRuns: 2_000 },
  );
});

test('letters and digits of full width are folded like those of ASCII', () => {
  const ascii = fc.string({ unit: 'grapheme-ascii' });
  const widened = (given: string) =>
    given.replaceAll(/[!-~]/g, (each) => String.fromCodePoint(each.charCodeAt(0) + 0xfe_e0));
  fc.assert(
    fc.property(ascii, (given) => {
      expect(foldText(widened(given))).toBe(foldText(given));
    }),
  );
});

test('so is every assigned character between a letter and marks', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0x10_ff_ff; code += 1) {
    const character = String.fromCodePoint(code);
    if (/[\p{Cn}\p{Co}\p{Cs}]/u.test(character)) continue;
    const given = `a${character}\u0301\u0316`;
    const folded = foldText(given);
    if (foldText(folded) !== folded || foldText(given.normalize('NFD')) !== folded)
      wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

test('texts of ASCII are folded alike, alone and beside other characters', () => {
  const ascii = fc.string({ unit: 'grapheme-ascii' }).map((each) => `a${each}`);
  fc.assert(
    fc.property(ascii, (given) => {
      expect(`${foldText(given)}가`).toBe(foldText(`${given}가`).replace(/ 가$/, '가'));
    }),
  );
});
