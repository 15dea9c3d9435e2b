/** How many rows each part of the specification has. */
const PARTS = { A: 7, B: 13, C: 13, D: 12, E: 10, F: 16 } as const;

/** The numbers of all rows, A1 to F16, in order. */
export const NUMBERS: readonly string[] = Object.entries(PARTS).flatMap(([part, count]) =>
  Array.from({ length: count }, (_, index) => `${part}${index + 1}`),
);

/** The last cells of a row that no test shows yet. */
const NOT_BUILT = { shown: 'not built', title: '–' };

const ROW = /^\| ([A-Z]\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/;
const LINKED_FILE = /^\[([^\]]+)\]\(\.\.\/\1\)$/;
const NUMBER_OF_TITLE = /^([A-F]\d+)(?!\w)/;

/** A row of docs/requirements.md. Without a test, nothing shows it yet. */
export type Row = {
  readonly number: string;
  readonly test: { readonly file: string; readonly title: string } | undefined;
};

/** A test, or a group of tests, with its own title as the file has it. */
export type NamedTest = {
  readonly file: string;
  readonly title: string;
  /** False if it is skipped, or, as a group, has no test that is not. */
  readonly isRun: boolean;
};

/**
 * Reads the rows of docs/requirements.md.
 *
 * @throws {Error} if a line of a table is not a row of the form: number, requirement, linked file, title
 */
export function readRows(markdown: string): readonly Row[] {
  const lines = markdown.split('\n').filter((line) => /^\| *[A-Z]\d/.test(line));
  return lines.map((line) => {
    const [, number = '', , shown = '', title = ''] = ROW.exec(line) ?? [];
    const [, file] = LINKED_FILE.exec(shown) ?? [];
    const isBuilt = title !== NOT_BUILT.title;
    if (number !== '' && isBuilt && file !== undefined) return { number, test: { file, title } };
    if (!isBuilt && shown === NOT_BUILT.shown) return { number, test: undefined };
    throw new Error(`Not a row: ${line}`);
  });
}

/** Finds missing, doubled and unknown numbers, and rows whose test is named by another number. */
export function checkNumbers(rows: readonly Row[]): readonly string[] {
  const listed = rows.map(({ number }) => number);
  return [
    ...NUMBERS.filter((number) => !listed.includes(number)).map((number) => `${number} is missing.`),
    ...listed.filter((number) => !NUMBERS.includes(number)).map((number) => `${number} is not specified.`),
    ...listed
      .filter((number, index) => listed.indexOf(number) !== index)
      .map((number) => `${number} is doubled.`),
    ...rows.flatMap(({ number, test }) =>
      test && numberOf(test.title) !== number ? [`${number}: “${test.title}” has another number.`] : [],
    ),
  ];
}

/**
 * Compares the rows with the tests.
 *
 * @param tests the tests of the named files and all end-to-end tests
 * @returns the rows whose test does not exist or does not run, and the end-to-end tests that have a row's
 *   number and are not listed
 */
export function checkTests(rows: readonly Row[], tests: readonly NamedTest[]): readonly string[] {
  const isShown = ({ file, title }: NamedTest) =>
    rows.some(({ test }) => test?.file === file && test.title === title);
  return [
    ...checkRun(rows, tests),
    ...tests
      .filter((test) => numberOf(test.title) !== undefined && test.file.startsWith('e2e/') && !isShown(test))
      .map(({ file, title }) => `${file}: “${title}” is not listed.`),
  ];
}

/** Finds the rows whose test does not exist, exists more than once, or does not run. */
function checkRun(rows: readonly Row[], tests: readonly NamedTest[]): readonly string[] {
  return rows.flatMap(({ number, test }) => {
    if (!test) return [];
    const found = tests.filter(({ file, title }) => file === test.file && title === test.title);
    const [first] = found;
    const where = `${number}: ${test.file}: “${test.title}”`;
    if (!first) return [`${where} does not exist.`];
    if (found.length > 1) return [`${where} exists ${found.length} times.`];
    return first.isRun ? [] : [`${where} does not run.`];
  });
}

function numberOf(title: string): string | undefined {
  return NUMBER_OF_TITLE.exec(title)?.[1];
}
