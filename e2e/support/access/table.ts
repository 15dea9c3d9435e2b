import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The columns of the table in docs/access.md. */
export const ROLES = ['anonymous', 'customer', 'host', 'admin'] as const;
export type TableRole = (typeof ROLES)[number];

/** Whose the thing is that a field is about, seen from its caller; `–` for a field that is about nothing. */
export const RELATIONS = ['–', 'own', 'in own room', "another's", "nobody's"] as const;
export type Relation = (typeof RELATIONS)[number];

export const OUTCOMES = ['answer', 'empty', 'null', 'NotFound', 'FORBIDDEN', 'UNAUTHENTICATED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A row of the table: what each role gets. */
export type Row = {
  readonly fields: readonly string[];
  readonly relations: readonly Relation[] | 'any';
  readonly outcomes: Readonly<Record<TableRole, Outcome>>;
};

const FIELD = /`([\w.]+)`( [^,]+)?/g;

/** Reads the table of docs/access.md. Throws for a row that is not of its form. */
export function readAccessTable(): readonly Row[] {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/access.md'), 'utf8');
  const rows = text.split('\n').filter((line) => /^\| `[A-Z]\w*\./.test(line));
  return rows.map(readRow);
}

function readRow(line: string): Row {
  const [fields = '', of = '', ...outcomes] = line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
  if (outcomes.length !== ROLES.length) throw new Error(`docs/access.md has a row without ${ROLES}: ${line}`);
  const [anonymous, customer, host, admin] = outcomes.map((cell) => oneOf(OUTCOMES, cell, line));
  if (!anonymous || !customer || !host || !admin) throw new Error('unreachable: it has an outcome for each');
  return {
    fields: [...fields.matchAll(FIELD)].map(([, field, when = '']) => `${field}${when}`),
    relations: of === 'any' ? 'any' : of.split(', ').map((each) => oneOf(RELATIONS, each, line)),
    outcomes: { anonymous, customer, host, admin },
  };
}

function oneOf<Known extends string>(known: readonly Known[], text: string, line: string): Known {
  const found = known.find((each) => each === text);
  if (found === undefined)
    throw new Error(`docs/access.md knows ${known.join(', ')}, not "${text}": ${line}`);
  return found;
}
