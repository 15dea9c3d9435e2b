import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../run.ts';
import { checkNumbers, checkTests, type NamedTest, NUMBERS, type Row, readRows } from './rows.ts';
import { parseTests } from './tests.ts';

/** The rows that no test shows yet. The list only ever gets shorter. */
const NOT_BUILT: readonly string[] = [];

const FILE = 'e2e/a.test.ts';

const titleOf = (number: string) => `${number} A room is booked`;
const good: readonly Row[] = NUMBERS.map((number) => ({
  number,
  test: { file: FILE, title: titleOf(number) },
}));
const tests: readonly NamedTest[] = NUMBERS.map((number) => ({
  file: FILE,
  title: titleOf(number),
  isRun: true,
}));

describe('docs/requirements.md', () => {
  test('has every row once, with a test that exists and runs, and every end-to-end test of a row', async () => {
    const rows = readRows(await readFile(join(ROOT, 'docs/requirements.md'), 'utf8'));
    expect([...checkNumbers(rows), ...checkTests(rows, await parseTests(ROOT))]).toEqual([]);
    expect(rows.filter((row) => row.test === undefined).map(({ number }) => number)).toEqual(NOT_BUILT);
  }, 30_000);
});

describe('the rows of a page', () => {
  test('name a file and a title, or nothing', () => {
    const markdown = [
      '| row | requirement | shown by | test |',
      '| --- | --- | --- | --- |',
      '| A1 | Rooms | [e2e/a.test.ts](../e2e/a.test.ts) | A1 Rooms: “some” |',
      '| A2 | Halls | not built | – |',
    ].join('\n');
    expect(readRows(markdown)).toEqual([
      { number: 'A1', test: { file: FILE, title: 'A1 Rooms: “some”' } },
      { number: 'A2', test: undefined },
    ]);
  });

  test.each([
    '| A1 | Rooms | e2e/a.test.ts | A1 Rooms |',
    '| A1 | Rooms | [e2e/a.test.ts](../e2e/b.test.ts) | A1 Rooms |',
    '| A1 | Rooms | [e2e/a.test.ts](../e2e/a.test.ts) | |',
    '| A1 | Rooms | [e2e/a.test.ts](../e2e/a.test.ts) | – |',
    '| A1 | Rooms | not built | A1 Rooms |',
    '| A1 | Rooms | not built |',
    '|A1| Rooms | not built | – |',
  ])('have one form: %s', (line) => {
    expect(() => readRows(line)).toThrow('Not a row');
  });
});

describe('a table', () => {
  test('with all rows and their tests has no problem', () => {
    expect([...checkNumbers(good), ...checkTests(good, tests)]).toEqual([]);
  });

  test('with a number missing, doubled, unknown, or named otherwise by its test has it reported', () => {
    const [first, second, ...rest] = good;
    if (!first || !second) throw new Error('unreachable: there are rows');
    expect(checkNumbers([second, ...rest, second, { ...first, number: 'A8' }])).toEqual([
      'A1 is missing.',
      'A8 is not specified.',
      'A2 is doubled.',
      'A8: “A1 A room is booked” has another number.',
    ]);
  });

  test('with a test that is gone, renamed, doubled or skipped has it reported', () => {
    const [first, second, third, ...rest] = tests;
    if (!first || !second || !third) throw new Error('unreachable: there are tests');
    const moved = { ...first, file: 'b.test.ts' };
    expect(checkTests(good, [moved, second, second, { ...third, isRun: false }, ...rest])).toEqual([
      'A1: e2e/a.test.ts: “A1 A room is booked” does not exist.',
      'A2: e2e/a.test.ts: “A2 A room is booked” exists 2 times.',
      'A3: e2e/a.test.ts: “A3 A room is booked” does not run.',
    ]);
  });

  test('without an end-to-end test of a row has it reported', () => {
    const others = ['F1: and more', 'B11', 'F17 new', 'A1b', 'a room', 'G1 Hours'].map((title) => ({
      file: 'e2e/b.test.ts',
      title,
      isRun: true,
    }));
    expect(checkTests(good, [...tests, ...others])).toEqual([
      'e2e/b.test.ts: “F1: and more” is not listed.',
      'e2e/b.test.ts: “B11” is not listed.',
      'e2e/b.test.ts: “F17 new” is not listed.',
    ]);
  });
});

describe('the tests of a folder', () => {
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'meetingroom-requirements-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  async function parse(...lines: readonly string[]): Promise<Record<string, boolean>> {
    const source = ["import { describe, test } from 'vitest';", ...lines].join('\n');
    await writeFile(join(root, 'a.test.ts'), source);
    await writeFile(join(root, 'no-test.ts'), "test('elsewhere', () => {});");
    return Object.fromEntries((await parseTests(root)).map(({ title, isRun }) => [title, isRun]));
  }

  test('are those of test files, with their groups and their titles as written', async () => {
    expect(
      await parse(
        "describe('rooms', () => { test('A1 one', () => {}); });",
        "test.each([1, 2])('%s of two', () => {});",
        "// test('A2 none', () => {});",
        "describe('empty', () => {});",
      ),
    ).toEqual({ rooms: true, 'A1 one': true, '%s of two': true, empty: false });
  });

  test('do not run if they or their group are skipped', async () => {
    expect(
      await parse(
        "test.skip('skipped', () => {});",
        "test.todo('to do');",
        "describe.skip('group', () => { test('inside', () => {}); });",
        "describe('mixed', () => { test.skip('one', () => {}); test('other', () => {}); });",
      ),
    ).toEqual({
      skipped: false,
      'to do': false,
      group: false,
      inside: false,
      mixed: false,
      one: false,
      other: true,
    });
  });

  test('do not run beside one that is to run alone', async () => {
    expect(await parse("test.only('alone', () => {});", "test('other', () => {});")).toEqual({
      alone: true,
      other: false,
    });
  });

  test('do not run surely if a condition skips them', async () => {
    expect(
      await parse("test.skipIf(true)('skipped', () => {});", "test.runIf(false)('not run', () => {});"),
    ).toEqual({ skipped: false, 'not run': false });
  });
});
