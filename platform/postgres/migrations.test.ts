import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const MIGRATIONS = globSync('{platform/postgres,subgraphs/*/store}/migrations/*', { cwd: ROOT });

/** What takes away what earlier code reads, or refuses what it writes. Indexes only cost time. */
const TAKES_AWAY =
  /\b(?:DROP\s+(?!INDEX\b)|RENAME\b|ALTER\s+(?:COLUMN\s+)?\w+\s+(?:SET\s+DATA\s+)?TYPE\b|SET\s+NOT\s+NULL|ADD\s+(?:CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)\b)/i;
const ADDED_COLUMN = /\bADD\s+COLUMN\s[^,;]*/gi;

/** Those that need not say what they require, and why. */
const WITHOUT_REQUIREMENT: Readonly<Record<string, string>> = {
  'platform/postgres/migrations/0002-outbox.sql': 'came before the first release',
  'subgraphs/booking/store/migrations/0002-hosts-and-supplies.sql': 'came before the first release',
  'subgraphs/booking/store/migrations/0009-stages-and-lists.sql': 'came before the first release',
  'subgraphs/payment/store/migrations/0003-rooms-and-amounts.sql': 'came before the first release',
  'subgraphs/payment/store/migrations/0005-required-actions.sql': 'came before the first release',
};

function takesAway(migration: string): boolean {
  const text = migration.replaceAll(/^\s*--.*$/gm, '');
  const added = text.match(ADDED_COLUMN) ?? [];
  return (
    TAKES_AWAY.test(text) ||
    added.some((column) => /\bNOT\s+NULL\b/i.test(column) && !/\b(?:DEFAULT|GENERATED)\b/i.test(column))
  );
}

test.each([
  ['ALTER TABLE rooms DROP COLUMN name', true],
  ['ALTER TABLE rooms RENAME COLUMN name TO title', true],
  ['ALTER TABLE rooms ALTER COLUMN name SET NOT NULL', true],
  ['ALTER TABLE rooms ALTER COLUMN amount TYPE integer', true],
  ['ALTER TABLE rooms ADD CONSTRAINT named CHECK (length(name) > 0)', true],
  ['ALTER TABLE rooms ADD COLUMN more text, ADD COLUMN title text NOT NULL', true],
  ["CREATE TYPE kind AS ENUM ('A'); CREATE TABLE halls (type text NOT NULL)", false],
  ["ALTER TABLE rooms ADD COLUMN title text NOT NULL DEFAULT '', ADD COLUMN more text", false],
  ['-- DROP TABLE rooms\nCREATE TABLE halls (id uuid PRIMARY KEY); DROP INDEX rooms_by_name', false],
])('%j takes something away: %j', (text, expected) => {
  expect(takesAway(text)).toBe(expected);
});

test('a migration requires an earlier one of its series, or itself', () => {
  const wrong = MIGRATIONS.flatMap((path) => {
    const [, required] =
      /^(?:-- ?requires\b|export const requires =)(.*)$/im.exec(readFileSync(join(ROOT, path), 'utf8')) ?? [];
    const name = required?.replaceAll(/[\s';]/g, '');
    if (name === undefined) return [];
    const isEarlier = MIGRATIONS.includes(join(dirname(path), name)) && name <= basename(path);
    return isEarlier ? [] : [`${path} requires ${name}`];
  });
  expect(wrong).toEqual([]);
});

test('a migration that takes something away says what it requires, or why not', () => {
  const taking = MIGRATIONS.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
    .filter(({ text }) => takesAway(text) && !/^(?:-- requires|export const requires =)/m.test(text))
    .map(({ path }) => path);
  expect(taking.toSorted()).toEqual(Object.keys(WITHOUT_REQUIREMENT));
});
