import { foldText } from '../text/fold.ts';
import type { PoolClient } from './pool.ts';

/** How many rows are read and written at once. */
const BATCH = 1_000;

type Folded = string | readonly string[] | null;

/**
 * Folds texts of all rows of a table again, for a migration after the folded form has changed. A database
 * cannot fold as `foldText` does.
 *
 * @param key the column by which rows are told apart, a `uuid`
 * @param columns of type `text` or `text[]`: the folded column, and the one with the text, maybe the same
 */
export async function foldColumns(
  client: PoolClient,
  table: string,
  key: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  const folded = Object.keys(columns);
  const sources = Object.entries(columns).map(([column, source]) => `${source} AS ${column}`);
  let after: string | null = null;
  for (;;) {
    const { rows }: { rows: Record<string, Folded>[] } = await client.query(
      `SELECT ${key}, ${sources.join()} FROM ${table} WHERE $1::uuid IS NULL OR ${key} > $1
      ORDER BY ${key} LIMIT ${BATCH}`,
      [after],
    );
    if (rows.length === 0) return;
    const changed = rows.map((row) => ({
      [key]: row[key],
      ...Object.fromEntries(folded.map((column) => [column, fold(row[column] ?? null)])),
    }));
    await client.query(
      `UPDATE ${table} AS old SET ${folded.map((column) => `${column} = new.${column}`).join()}
      FROM json_populate_recordset(NULL::${table}, $1) AS new WHERE old.${key} = new.${key}`,
      [JSON.stringify(changed)],
    );
    after = String(rows.at(-1)?.[key]);
  }
}

function fold(text: Folded): Folded {
  if (text === null) return null;
  return typeof text === 'string' ? foldText(text) : text.map(foldText);
}
