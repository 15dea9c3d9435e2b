import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** Selects the documents of a page, newest first. `created` bounds are seconds since 1970. */
export type PageRequest = {
  readonly limit: number;
  /** The document after which the page begins. */
  readonly after?: string | undefined;
  /** Only documents filed under this parent. */
  readonly parent?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

/** A page, or the information that the document after which it should begin does not exist. */
export type Page<T> = { readonly items: readonly T[]; readonly hasMore: boolean } | 'unknown-cursor';

/** How a document is filed beside its id. */
export type Filing = {
  readonly parent: string | null;
  /** When the simulator has to act on it by itself, in milliseconds since 1970. */
  readonly due: number | null;
};

/** A table of JSON documents in order of creation. */
export type Documents<T> = {
  readonly put: (document: T) => void;
  readonly get: (id: string) => T | undefined;
  readonly page: (request: PageRequest) => Page<T>;
  /** The documents due by then, the longest due first. */
  readonly due: (by: number, limit: number) => readonly T[];
  readonly nextDue: () => number | undefined;
  readonly count: () => number;
  /** Iterates over all documents, the oldest first. */
  readonly each: () => Iterable<T>;
};

/** Creates the table unless it exists. `T` must survive JSON. */
export function createDocuments<T extends { readonly id: string; readonly created: number }>(
  sql: DatabaseSync,
  table: 'intents' | 'refunds' | 'disputes' | 'events',
  file: (document: T) => Filing,
): Documents<T> {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS ${table} (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
      parent TEXT, due INTEGER, document TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS ${table}_parent ON ${table} (parent, seq) WHERE parent IS NOT NULL;
    CREATE INDEX IF NOT EXISTS ${table}_due ON ${table} (due) WHERE due IS NOT NULL;
  `);
  const put = sql.prepare(`
    INSERT INTO ${table} (id, created, parent, due, document) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET due = excluded.due, document = excluded.document`);
  const get = sql.prepare(`SELECT document FROM ${table} WHERE id = ?`);
  const place = sql.prepare(`SELECT seq FROM ${table} WHERE id = ?`);
  const due = sql.prepare(`SELECT document FROM ${table} WHERE due <= ? ORDER BY due LIMIT ?`);
  const nextDue = sql.prepare(`SELECT min(due) AS due FROM ${table} WHERE due IS NOT NULL`);
  const count = sql.prepare(`SELECT count(*) AS count FROM ${table}`);
  const each = sql.prepare(`SELECT document FROM ${table} ORDER BY seq`);
  const read = (row: Record<string, unknown>): T => JSON.parse(String(row.document));

  return {
    put: (document) => {
      const { parent, due: dueAt } = file(document);
      put.run(document.id, document.created, parent, dueAt, JSON.stringify(document));
    },
    get: (id) => {
      const row = get.get(id);
      return row === undefined ? undefined : read(row);
    },
    page: ({ limit, after, parent, from, to }) => {
      const conditions: string[] = [];
      const values: SQLInputValue[] = [];
      const where = (condition: string, value: SQLInputValue | undefined): void => {
        if (value === undefined) return;
        conditions.push(condition);
        values.push(value);
      };
      if (after !== undefined) {
        const seq = place.get(after)?.seq;
        if (seq === undefined) return 'unknown-cursor';
        where('seq < ?', seq);
      }
      where('parent = ?', parent);
      where('created >= ?', from);
      where('created <= ?', to);
      const filter = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
      const rows = sql
        .prepare(`SELECT document FROM ${table} ${filter} ORDER BY seq DESC LIMIT ?`)
        .all(...values, limit + 1);
      return { items: rows.slice(0, limit).map(read), hasMore: rows.length > limit };
    },
    due: (by, limit) => due.all(by, limit).map(read),
    nextDue: () => {
      const value = nextDue.get()?.due;
      return typeof value === 'number' ? value : undefined;
    },
    count: () => Number(count.get()?.count),
    *each() {
      for (const row of each.iterate()) yield read(row);
    },
  };
}
