import { set } from 'mongoose';
import type { Pool } from '../postgres/pool.ts';

/** A statement as it was sent. */
export type SentStatement = {
  /** The name of a prepared statement. */
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
};

/** Returns the statements that a pool sends with `query` while work runs, in their order. */
export async function recordStatements(
  pool: Pool,
  work: () => Promise<unknown>,
): Promise<readonly SentStatement[]> {
  const { query } = pool;
  const sent: SentStatement[] = [];
  const recording: unknown = (...statement: unknown[]) => {
    sent.push(toSent(statement));
    return Reflect.apply(query, pool, statement);
  };
  Object.assign(pool, { query: recording });
  try {
    await work();
  } finally {
    Object.assign(pool, { query });
  }
  return sent;
}

/** The statement of a call of `query`, of which the product uses two forms. */
function toSent([first, values = []]: readonly unknown[]): SentStatement {
  // The pool has accepted it.
  return (
    typeof first === 'string' ? { text: first, values } : { values: [], ...Object(first) }
  ) as SentStatement;
}

/** Counts the statements that a pool sends with `query` while work runs. */
export async function countStatements(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  return (await recordStatements(pool, work)).length;
}

/** Counts the commands that mongoose sends while work runs. */
export async function countCommands(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  set('debug', () => {
    count += 1;
  });
  try {
    await work();
  } finally {
    set('debug', false);
  }
  return count;
}
