import { DatabaseSync } from 'node:sqlite';

/** Records by a key, on disk. A key may have several. */
export type ScratchTable<T> = {
  add(key: string, record: T): void;
  /** The records of a key, in the order in which they were added. */
  get(key: string): readonly T[];
  has(key: string): boolean;
  /** All records in the order of their keys, in chunks; those of one key in the order of their addition. */
  inOrder(): AsyncGenerator<readonly Keyed<T>[]>;
  /** The first record of each key that the other table does not have, in chunks. */
  firstsWithout(other: ScratchTable<unknown>): AsyncGenerator<readonly T[]>;
  /** The name of the table in `Scratch.sql`, with the columns `key` and `record`. */
  readonly name: string;
};

export type Keyed<T> = { readonly key: string; readonly record: T };

/**
 * A database on disk for what has to be read in another order than that of its source. It is private to the
 * process, and gone when it is closed or the process ends.
 */
export type Scratch = {
  /** Creates a table. The records survive JSON. */
  table<T>(name: string): ScratchTable<T>;
  /** For tables of other shapes. */
  readonly sql: DatabaseSync;
  close(): void;
};

/** Pages that are held in memory, in KiB. */
const CACHE_KIB = 8_192;
const CHUNK = 250;

/** Opens an empty scratch database in the folder for temporary files. */
export function openScratch(): Scratch {
  // An empty name: SQLite creates a file and deletes it at once, so that it has no name any more.
  const sql = new DatabaseSync('');
  sql.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE_KIB}; BEGIN`);
  return { sql, table: (name) => createTable(sql, name), close: () => sql.close() };
}

function createTable<T>(sql: DatabaseSync, name: string): ScratchTable<T> {
  sql.exec(`CREATE TABLE ${name} (key TEXT NOT NULL, record TEXT NOT NULL)`);
  const insert = sql.prepare(`INSERT INTO ${name} VALUES (?, ?)`);
  const select = sql.prepare(`SELECT record FROM ${name} WHERE key = ? ORDER BY rowid`);
  const next = sql.prepare(
    `SELECT rowid, key, record FROM ${name} WHERE (key, rowid) > (?, ?) ORDER BY key, rowid LIMIT ${CHUNK}`,
  );
  let isIndexed = false;

  /** The index is made when the table is read for the first time: adding to it costs more. */
  function index(): void {
    if (!isIndexed) sql.exec(`CREATE INDEX ${name}_by_key ON ${name} (key)`);
    isIndexed = true;
  }

  // What `add` has stored.
  const toRecord = (stored: unknown): T => JSON.parse(String(stored));

  const table: ScratchTable<T> = {
    name,
    add: (key, record) => void insert.run(key, JSON.stringify(record)),
    get(key) {
      index();
      return select.all(key).map(({ record }) => toRecord(record));
    },
    has(key) {
      index();
      return select.get(key) !== undefined;
    },
    async *inOrder() {
      index();
      for (let after: readonly [string, number] = ['', -1]; ; ) {
        const rows = next.all(...after);
        const last = rows.at(-1);
        if (!last) return;
        yield rows.map(({ key, record }) => ({ key: String(key), record: toRecord(record) }));
        after = [String(last.key), Number(last.rowid)];
      }
    },
    async *firstsWithout(other) {
      index();
      other.has('');
      const rest = sql.prepare(`SELECT key, (SELECT record FROM ${name} AS first WHERE first.key = each.key
          ORDER BY rowid LIMIT 1) AS record
        FROM (SELECT DISTINCT key FROM ${name} WHERE key > ?) AS each
        WHERE NOT EXISTS (SELECT 1 FROM ${other.name} AS known WHERE known.key = each.key)
        ORDER BY key LIMIT ${CHUNK}`);
      for (let after = ''; ; ) {
        const rows = rest.all(after);
        const last = rows.at(-1);
        if (!last) return;
        yield rows.map(({ record }) => toRecord(record));
        after = String(last.key);
      }
    },
  };
  return table;
}
