import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isVisible, storedText, storedTextOrNull, trimText } from './visible.ts';

/** Code points that show nothing, by their kind. */
const INVISIBLE: Readonly<Record<string, readonly number[]>> = {
  'white space': [0x20, 0x09, 0x0a, 0x85, 0xa0, 0x16_80, 0x20_03, 0x20_28, 0x20_2f, 0x20_5f, 0x30_00],
  'fillers of Hangul': [0x11_5f, 0x11_60, 0x31_64, 0xff_a0],
  blanks: [0x28_00, 0x1_d1_59, 0x1_34_41, 0x1_34_42],
  'joiners and spaces of no width': [0xad, 0x03_4f, 0x20_0b, 0x20_0c, 0x20_0d, 0x20_60, 0x20_64, 0xfe_ff],
  'marks and turns of direction': [0x06_1c, 0x20_0e, 0x20_0f, 0x20_2a, 0x20_2e, 0x20_66, 0x20_69],
  'variation selectors': [0x18_0b, 0x18_0e, 0xfe_00, 0xfe_0f, 0xe_01_00, 0xe_01_ef],
  tags: [0xe_00_01, 0xe_00_20, 0xe_00_41, 0xe_00_7f],
  'reserved as ignorable': [0x20_65, 0xff_f0, 0xe_0f_ff],
  'marks without a letter': [0x03_01, 0x09_4d, 0x20_dd],
  'format and control characters': [0x00, 0x1b, 0x17_b4, 0xff_f9, 0x1_bc_a0, 0x1_d1_73],
  noncharacters: [0xff_fe, 0xfd_d0],
};

test.each(Object.entries(INVISIBLE))('%s show nothing, alone or together', (_kind, codes) => {
  for (const code of codes) expect(isVisible(String.fromCodePoint(code)), code.toString(16)).toBe(false);
  expect(isVisible(String.fromCodePoint(...codes))).toBe(false);
});

test('nothing is seen of any mixture of what shows nothing', () => {
  const invisible = fc
    .constantFrom(...Object.values(INVISIBLE).flat())
    .map((code) => String.fromCodePoint(code));
  fc.assert(
    fc.property(fc.array(invisible), (parts) => {
      expect(isVisible(parts.join(''))).toBe(false);
    }),
  );
});

const WHOLE = [
  '강남 세미나실',
  'ห้องประชุมน้ำ',
  'क्षत्रिय कक्ष',
  'श्री\u200dराम',
  'می\u200cخواهم',
  'غرفة الاجتماعات',
  'חדר ישיבות',
  '👩🏽‍💻 👨‍👩‍👧‍👦',
  '🇰🇷🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  '❤\ufe0f',
  'क्\u200d',
  '葛\u{e0100}',
];

test.each(WHOLE)('%j stays whole', (text) => {
  expect(isVisible(text)).toBe(true);
  expect(storedText(` ${text}\u200f`)).toBe(text.normalize('NFC'));
});

test('white space and marks of direction at the ends are left out, those inside stay', () => {
  expect(trimText('\u00a0\u3000\u200e a\u200f b\u200b\ufeff\n')).toBe('a\u200f b');
  expect(trimText(' \u200e ')).toBe('');
});

test('a text is stored as NFC, and storing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const stored = storedText(text);
      expect(stored).toBe(stored.normalize('NFC'));
      expect(storedText(stored)).toBe(stored);
    }),
  );
});

test('a text of which nothing is seen is null', () => {
  expect([' a ', '  ', '', '\u3164\u2800', null, undefined].map(storedTextOrNull)).toEqual([
    'a',
    null,
    null,
    null,
    null,
    null,
  ]);
});
