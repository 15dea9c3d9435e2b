import { expect, test } from 'vitest';
import {
  inputProblem,
  invalidInput,
  lineProblem,
  MOST_PROBLEMS,
  namedItemsProblems,
  nameProblem,
  parseInstant,
  parseUuid,
  rangeProblem,
  textProblem,
  totalProblem,
  visibleTextProblem,
} from './input.ts';

test.each(['', '  ', '\n\t', '\u200b\u2060', '\u00a0', 'x'.repeat(6), 'two\nlines', 'nul\0', '\ud800'])(
  '%j is not a name of up to 5 characters',
  (name) => {
    expect(nameProblem('name', name, 5)).toMatchObject({ field: 'name' });
  },
);

test.each([
  ['nothing to be seen', 'REQUIRED', '\u3164\u2800'],
  ['several lines', 'MALFORMED', 'a\u2028b'],
  ['an override of the direction', 'MALFORMED', 'a\u202eb'],
  ['a pile of marks', 'MALFORMED', `a${'\u0301'.repeat(31)}`],
  ['too many characters', 'TOO_LONG', '👨‍👩‍👧‍👦'.repeat(6)],
  ['a megabyte on few characters', 'TOO_LONG', `a${'\u0301\u0316'.repeat(250_000)}`],
])('%s is no name: %s', (_what, code, name) => {
  expect(nameProblem('name', name, 5)).toMatchObject({ field: 'name', code });
});

test('limits are named in characters, and in bytes where those are too many', () => {
  expect(nameProblem('name', 'x'.repeat(201), 200)?.message).toBe('Use at most 200 characters.');
  expect(nameProblem('name', 'x'.repeat(6_401), 200)?.message).toBe('Use at most 200 characters.');
  expect(nameProblem('name', `x${'\u200d'.repeat(6_400)}y`, 200)?.message).toMatch(/at most 6,400 bytes/);
});

test('the texts of a list have a bound together', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `${index}${'x'.repeat(4_990)}`);
  expect(totalProblem('lines', [...names(100), null, undefined])).toBeUndefined();
  expect(totalProblem('lines', names(101))).toMatchObject({ field: 'lines', code: 'TOO_LONG' });
  const items = names(101).map((name) => ({ name }));
  expect(namedItemsProblems('lines', items, 200, () => [])).toMatchObject([{ code: 'TOO_LONG' }]);
});

test.each(['a', '  abcde  ', '서울 강남', 'a\u200bb', '👨‍👩‍👧‍👦'.repeat(5), '서울 강남'.normalize('NFD')])(
  '%j is a name',
  (name) => {
    expect(nameProblem('name', name, 5)).toBeUndefined();
  },
);

test('a line may be empty but has no control characters; a text has any number of lines', () => {
  expect(lineProblem('line', '', 5)).toBeUndefined();
  expect(lineProblem('line', 'a\tb', 5)).toMatchObject({ field: 'line' });
  expect(textProblem('text', 'a\n\tb', 5)).toBeUndefined();
});

test.each(['x'.repeat(6), 'nul\0', '\udc00'])('%j is not a text of up to 5 characters', (text) => {
  expect(textProblem('text', text, 5)).toMatchObject({ field: 'text' });
});

test('a visible text has any number of lines, and something to see', () => {
  expect(visibleTextProblem('text', 'a\nb', 5)).toBeUndefined();
  expect(visibleTextProblem('text', '\n\u200b', 5)).toMatchObject({ field: 'text', code: 'REQUIRED' });
  expect(visibleTextProblem('text', 'x'.repeat(6), 5)).toMatchObject({ code: 'TOO_LONG' });
});

test.each([
  [-1, 'TOO_SMALL'],
  [11, 'TOO_LARGE'],
  [1.5, 'MALFORMED'],
  [Number.NaN, 'MALFORMED'],
])('%d is not in the range from 0 to 10: %s', (value, code) => {
  expect(rangeProblem('value', value, 0, 10)).toMatchObject({ field: 'value', code });
});

test('a range includes its bounds', () => {
  expect([0, 10].map((value) => rangeProblem('value', value, 0, 10))).toEqual([undefined, undefined]);
});

test('an input is invalid by all its problems in order, and by its first one alone for old clients', () => {
  const [name, lines] = [
    inputProblem('name', 'REQUIRED', 'Give a name.'),
    inputProblem('lines', 'TOO_LONG', ''),
  ];
  expect(invalidInput(undefined, name, undefined, [lines])).toEqual({
    kind: 'InvalidInput',
    field: 'name',
    message: 'Give a name.',
    problems: [name, lines],
  });
  expect(invalidInput(undefined, [])).toBeUndefined();
});

test('an answer names a bounded number of problems', () => {
  const found = Array.from({ length: MOST_PROBLEMS + 1 }, (_, index) =>
    inputProblem(`${index}`, 'UNKNOWN', ''),
  );
  expect(invalidInput(found)?.problems).toEqual(found.slice(0, MOST_PROBLEMS));
});

test('named items: the problems of each item, and names that repeat an earlier one', () => {
  const problemsOf = (names: readonly string[]) =>
    namedItemsProblems(
      'lines',
      names.map((name) => ({ name })),
      4,
      ({ name }, path) => {
        const problem = nameProblem(`${path}name`, name, 5);
        return problem ? [problem] : [];
      },
    ).map(({ field, code }) => `${field} ${code}`);
  expect(problemsOf(['Chair', '', 'chair', 'Lamp'])).toEqual([
    'lines[1].name REQUIRED',
    'lines[2].name DUPLICATE',
  ]);
  expect(problemsOf(['a', 'b', 'c', 'd', 'e'])).toEqual(['lines TOO_LONG']);
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

test.each([
  ['2030-05-01T09:00:00Z', '2030-05-01T09:00:00.000Z'],
  ['2030-05-01T09:00:00.1Z', '2030-05-01T09:00:00.100Z'],
  ['2030-05-01T09:00:00.1239999Z', '2030-05-01T09:00:00.123Z'],
  ['2030-05-01T09:00:00+09:00', '2030-05-01T00:00:00.000Z'],
  ['2030-05-01T23:30:00-01:00', '2030-05-02T00:30:00.000Z'],
  ['2030-05-01t09:00:00z', '2030-05-01T09:00:00.000Z'],
  ['2032-02-29T00:00:00Z', '2032-02-29T00:00:00.000Z'],
  ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
])('%s is %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

test.each([
  '',
  'tomorrow',
  '2030-05-01',
  '2030-05-01T09:00Z',
  // Without an offset it is no instant.
  '2030-05-01T09:00:00',
  '2030-05-01 09:00:00Z',
  ' 2030-05-01T09:00:00Z',
  '2030-05-01T09:00:00Z\n',
  '2030-5-1T09:00:00Z',
  '2030-02-30T09:00:00Z',
  '2031-02-29T09:00:00Z',
  '2030-13-01T09:00:00Z',
  '2030-00-01T09:00:00Z',
  '2030-05-00T09:00:00Z',
  '2030-05-01T24:00:00Z',
  '2030-05-01T09:60:00Z',
  '2030-05-01T09:00:60Z',
  '2030-05-01T09:00:00.Z',
  '2030-05-01T09:00:00+24:00',
  '1969-12-31T23:59:59Z',
  '9999-12-31T23:59:59-01:00',
  '+012030-05-01T09:00:00Z',
])('%j is no instant', (text) => {
  expect(parseInstant(text)).toBeUndefined();
});
