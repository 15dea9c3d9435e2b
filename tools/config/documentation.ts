import { defaultOf } from '../../platform/config/setting-text.ts';
import { allRows, type Row, readersText } from './rows.ts';

/** The document with the table of all settings, relative to the project folder. */
export const DOCUMENT = 'docs/configuration.md';

const BEGIN = '<!-- The table is generated: npm run generate -->\n';
const END = '\n<!-- End of the table -->';

/** The document with the table of all settings as they are now. @throws Error without the marks around it */
export function withTable(document: string): string {
  const [from, to] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no marks around its table.`);
  return document.slice(0, from + BEGIN.length) + table() + document.slice(to);
}

function table(): string {
  const rows = allRows().map(lineOf);
  return [
    '| setting | when unset | type | read by | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function lineOf({ name, path, about, readers }: Row): string {
  const names = [`\`${name}\``, ...(path === undefined || path === name ? [] : [`\`${path}\``])].join(' ');
  const type = about.isSecret ? `${about.expected}; a secret` : about.expected;
  return `| ${[names, defaultOf(about), type, readersText(readers), about.description].map(inCell).join(' | ')} |`;
}

/** A bar would end the cell. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
