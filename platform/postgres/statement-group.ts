import type { Connection, PoolClient, Submittable } from 'pg';

/** A prepared statement with its values. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  /** Texts, numbers, booleans, and null or undefined for NULL. */
  readonly values: readonly unknown[];
};

/** How many rows a statement has returned or changed. */
export type Counted = { readonly rowCount: number | null };

/** The statements that are prepared on a connection, by their names. */
const prepared = new WeakMap<Connection, Set<string>>();

/**
 * Executes statements in one transaction, with one message in each direction. In PostgreSQL's extended query
 * protocol, what precedes a Sync message is a transaction of its own, which is committed there; after an
 * error, the server passes over the others and rolls back. Rows that statements return are not read.
 *
 * @param client a connection on which statements are prepared by this function alone, outside a transaction
 * @returns the result of each statement
 * @throws the first error of a statement or of the commit, or that of the connection; TypeError for a value
 *   that is no parameter, before anything is sent
 */
export function executeTogether(
  client: PoolClient,
  statements: readonly Statement[],
): Promise<readonly Counted[]> {
  const messages = statements.map(({ values, ...rest }) => ({ ...rest, values: values.map(toParameter) }));
  const ended = Promise.withResolvers<readonly Counted[]>();
  const results: Counted[] = [];
  let stopListening = (): void => {};
  const group: Submittable & Handlers = {
    submit(connection) {
      const parsing = [...newNames(connection, messages)];
      const known = preparedOn(connection);
      const onParsed = () => void known.add(parsing.shift() ?? '');
      connection.on('parseComplete', onParsed);
      stopListening = () => void connection.off('parseComplete', onParsed);
      send(connection, messages);
    },
    handleRowDescription() {},
    handleDataRow() {},
    handleCommandComplete: ({ text }) => void results.push({ rowCount: rowsIn(text) }),
    handleReadyForQuery() {
      stopListening();
      if (results.length === messages.length) ended.resolve(results);
      else ended.reject(new Error(`${results.length} of ${messages.length} statements have a result`));
    },
    handleError(error) {
      stopListening();
      ended.reject(error);
    },
  };
  client.query(group);
  return ended.promise;
}

/** What the client calls with the server's messages. */
type Handlers = {
  handleRowDescription(): void;
  handleDataRow(): void;
  /** @param message its text is such as `INSERT 0 1` */
  handleCommandComplete(message: { readonly text: string }): void;
  handleReadyForQuery(): void;
  handleError(error: Error): void;
};

type Message = Pick<Statement, 'name' | 'text'> & { readonly values: (string | null)[] };

function preparedOn(connection: Connection): Set<string> {
  const known = prepared.get(connection) ?? new Set();
  prepared.set(connection, known);
  return known;
}

/** The names of the statements that are not prepared yet, in their order. */
function newNames(connection: Connection, messages: readonly Message[]): ReadonlySet<string> {
  const known = preparedOn(connection);
  return new Set(messages.map(({ name }) => name).filter((name) => !known.has(name)));
}

function send(connection: Connection, messages: readonly Message[]): void {
  const toPrepare = new Set(newNames(connection, messages));
  // One write for all.
  connection.stream.cork();
  for (const { name, text, values } of messages) {
    if (toPrepare.delete(name)) connection.parse({ name, text, types: [] }, true);
    connection.bind({ statement: name, values }, true);
    connection.execute(null, true);
  }
  connection.sync();
  connection.stream.uncork();
}

function toParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`A ${typeof value} is no parameter of a statement`);
}

/** The number at the end of a command's tag; null for a command without one. */
function rowsIn(tag: string): number | null {
  const count = Number(tag.slice(tag.lastIndexOf(' ') + 1));
  return Number.isInteger(count) ? count : null;
}
