import type { QueryResult } from 'pg';
import { outsideOperations } from '../operations/operation.ts';
import { inSpan, outsideSpans } from '../telemetry/tracing.ts';
import { type Pool, type PoolClient, withConnection } from './pool.ts';
import { statementSpan } from './spans.ts';

/** A prepared statement with its values. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
};

/** What runs a statement: a pool, a connection, or a group commit. */
export type Queryable = {
  query(statement: Statement): Promise<Pick<QueryResult, 'rowCount'>>;
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

type Waiting = PromiseWithResolvers<QueryResult> & { readonly statement: Statement; readonly lock: string };

/**
 * Group commit: what is to be committed while a commit is under way shares the next one, its round trip and
 * its wait for the disk (DeWitt et al., Implementation Techniques for Main Memory Database Systems, 1984).
 * When a statement of a group fails, the transaction is rolled back and each is committed alone.
 *
 * @param pool for statements that are alone
 * @param pipeline of connections that send statements without waiting for the answers to earlier ones
 */
export function createGroupCommit(pool: Pool, pipeline: Pool): Commits {
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
      const results = await withConnection(pipeline, (client) =>
        inOneTransaction(
          client,
          sorted.map(({ statement }) => statement),
        ),
      );
      if (results)
        for (const [index, { resolve }] of sorted.entries()) resolve(results[index] as QueryResult);
      else for (const each of sorted) await commitAlone(each);
    } catch (error) {
      // Nobody knows whether it was committed, as after a lost answer to a single statement.
      for (const { reject } of group) reject(error);
    }
  }

  return {
    locking: (lock) => ({
      query(statement) {
        const result = { ...Promise.withResolvers<QueryResult>(), statement, lock };
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
): Promise<readonly QueryResult[] | undefined> {
  const begun = client.query('BEGIN');
  const changes = statements.map((statement) =>
    client.query({ ...statement, values: [...statement.values] }),
  );
  const ended = client.query('COMMIT');
  const [begin, end, ...results] = await Promise.allSettled([begun, ended, ...changes]);
  for (const frame of [begin, end]) if (frame.status === 'rejected') throw frame.reason;
  const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return done.length === statements.length ? done : undefined;
}
