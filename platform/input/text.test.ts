import { expect, test } from 'vitest';
import { rangeFault } from './number.ts';
import { isStorableText, lineFault, nameFault, textFault, trimmedOrNull } from './text.ts';
import { parseUuid } from './uuid.ts';

test.each(['', '  ', '\n\t', '\u200b\u2060', '\u00a0', 'x'.repeat(6), 'two\nlines', 'nul\0', '\ud800'])(
  '%j is not a name of up to 5 characters',
  (name) => {
    expect(nameFault('name', name, 5)).toMatchObject({ kind: 'InvalidInput', field: 'name' });
  },
);

test.each(['a', '  abcde  ', '서울 강남', 'a\u200bb'])('%j is a name', (name) => {
  expect(nameFault('name', name, 5)).toBeUndefined();
});

test('a line may be empty but has no control characters; a text has any number of lines', () => {
  expect(lineFault('line', '', 5)).toBeUndefined();
  expect(lineFault('line', 'a\tb', 5)).toMatchObject({ field: 'line' });
  expect(textFault('text', 'a\n\tb', 5)).toBeUndefined();
});

test.each(['x'.repeat(6), 'nul\0', '\udc00'])('%j is not a text of up to 5 characters', (text) => {
  expect(textFault('text', text, 5)).toMatchObject({ kind: 'InvalidInput', field: 'text' });
});

test('a text is storable without NUL and halves of surrogate pairs', () => {
  expect(['\u{1f600}', 'a\0', '\ud83d'].map(isStorableText)).toEqual([true, false, false]);
});

test('a trimmed text is null when nothing is left', () => {
  expect([' a ', '  ', '', null, undefined].map(trimmedOrNull)).toEqual(['a', null, null, null, null]);
});

test.each([-1, 11, 1.5, Number.NaN])('%d is not in the range from 0 to 10', (value) => {
  expect(rangeFault('value', value, 0, 10)).toMatchObject({ kind: 'InvalidInput', field: 'value' });
});

test('a range includes its bounds', () => {
  expect([0, 10].map((value) => rangeFault('value', value, 0, 10))).toEqual([undefined, undefined]);
});

test('a UUID is read in lower case; any other text is undefined', () => {
  const id = '0190b6a0-0000-7000-8000-00000000000a';
  expect([id, id.toUpperCase(), ` ${id}`, id.replaceAll('-', ''), ''].map(parseUuid)).toEqual([
    id,
    id,
    undefined,
    undefined,
    undefined,
  ]);
});
