import { outsideOperations } from '../operations/operation.ts';
import { inSpan, outsideSpans } from '../telemetry/tracing.ts';
import { type Pool, type PoolClient, withConnection } from './pool.ts';
import { statementSpan } from './spans.ts';
import { type Counted, executeTogether, type Statement } from './statement-group.ts';

/** What runs a statement: a pool, a connection, or a group commit. */
export type Queryable = {
  query(statement: Statement): Promise<Counted>;
};

/** Commits statements, each of which changes one aggregate. */
export type Commits = {
  /**
   * Commits each statement, alone or in a transaction with others. It fails only for reasons of its own.
   *
   * @param lock names what the statement locks, so that all processes lock in one order
   */
  locking(lock: string): Queryable;
};

/** Commits each statement alone. */
export const eachAlone = (pool: Pool): Commits => ({ locking: () => pool });

/** Statements of one transaction. */
const MAX_GROUP = 50;

type Waiting = PromiseWithResolvers<Counted> & { readonly statement: Statement; readonly lock: string };

/**
 * Group commit: what is to be committed while a commit is under way shares the next one, its round trip and
 * its wait for the disk (DeWitt et al., Implementation Techniques for Main Memory Database Systems, 1984).
 * When a statement of a group fails, the transaction is rolled back and each is committed alone.
 *
 * @param pool for statements that are alone
 * @param groups of connections that are used for groups alone
 */
export function createGroupCommit(pool: Pool, groups: Pool): Commits {
  let waiting: Waiting[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      const group = waiting.slice(0, MAX_GROUP);
      waiting = waiting.slice(MAX_GROUP);
      const [first, ...others] = group;
      if (first && others.length === 0) await commitAlone(first);
      else await commitTogether(group);
    }
    isRunning = false;
  }

  async function commitAlone({ statement, resolve, reject }: Waiting): Promise<void> {
    await pool.query<never>({ ...statement, values: [...statement.values] }).then(resolve, reject);
  }

  async function commitTogether(group: readonly Waiting[]): Promise<void> {
    const sorted = group.toSorted((a, b) => (a.lock < b.lock ? -1 : 1));
    try {
      const results = await withConnection(groups, (client) =>
        inOneTransaction(
          client,
          sorted.map(({ statement }) => statement),
        ),
      );
      if (results) for (const [index, result] of results.entries()) sorted[index]?.resolve(result);
      else for (const each of sorted) await commitAlone(each);
    } catch (error) {
      // Nobody knows whether it was committed, as after a lost answer to a single statement.
      for (const { reject } of group) reject(error);
    }
  }

  return {
    locking: (lock) => ({
      query(statement) {
        const result = { ...Promise.withResolvers<Counted>(), statement, lock };
        waiting.push(result);
        // What it commits is that of many, each of which has a span of its own.
        if (!isRunning) void outsideSpans(() => outsideOperations(run));
        return inSpan(
          () => statementSpan(statement),
          () => result.promise,
        );
      },
    }),
  };
}

/**
 * The results of the statements; undefined when one has failed and none has an effect.
 *
 * @throws the error of a transaction whose end is unknown
 */
async function inOneTransaction(
  client: PoolClient,
  statements: readonly Statement[],
): Promise<readonly Counted[] | undefined> {
  const executed = executeTogether(client, statements);
  try {
    return await executed;
  } catch {
    // A server that answers now has rolled back.
    await client.query('SELECT');
    return undefined;
  }
}
