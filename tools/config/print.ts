import { wrap } from '../../platform/config/command-definition.ts';
import { defaultOf } from '../../platform/config/setting-text.ts';
import { readersText } from './rows.ts';
import type { Value } from './values.ts';

const INDENT = '    ';
const WIDTH = 106;

/** One line for each setting, in columns. */
export function renderLines(values: readonly Value[]): string {
  const rows = [
    ['SETTING', 'VALUE', 'FROM', 'READ BY'],
    ...values.map(({ row, value, origin }) => [row.name, value, origin, readersText(row.readers)]),
  ];
  const widths = [0, 1, 2].map((column) =>
    Math.min(MOST[column] ?? 0, Math.max(...rows.map((row) => row[column]?.length ?? 0))),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The widest that columns get; a longer cell moves those after it. */
const MOST = [40, 40, 24];

/** Each setting with what it means. */
export function renderDetails(values: readonly Value[]): string {
  return values.map(detailsOf).join('\n\n');
}

function detailsOf({ row, value, origin }: Value): string {
  const { about, name, path, readers } = row;
  const facts = [
    `${about.expected}; default: ${defaultOf(about).replaceAll('`', '')}`,
    ...(path === undefined || path === name ? [] : [`in the router's configuration file: ${path}`]),
    ...(about.isSecret ? [`a secret: ${name}_FILE may name a file with it`] : []),
    `read by ${readersText(readers)}`,
  ];
  return [
    `${name} = ${value}  (${origin})`,
    ...[about.description, ...facts].flatMap((each) => wrap(each, WIDTH)).map((line) => INDENT + line),
  ].join('\n');
}

/** All settings as JSON. */
export function renderJson(values: readonly Value[]): string {
  const rows = values.map(({ row: { name, path, about, readers }, value, origin }) => ({
    name,
    ...(path === undefined ? {} : { path }),
    value,
    origin,
    type: about.expected,
    default: defaultOf(about),
    isSecret: about.isSecret ?? false,
    readers,
    description: about.description,
  }));
  return JSON.stringify(rows, null, 2);
}
