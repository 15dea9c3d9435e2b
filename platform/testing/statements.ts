import { set } from 'mongoose';
import type { Pool } from '../postgres/pool.ts';

/** Counts the statements that a pool sends with `query` while work runs. */
export async function countStatements(pool: Pool, work: () => Promise<unknown>): Promise<number> {
  const { query } = pool;
  let count = 0;
  const counting: unknown = (...statement: unknown[]) => {
    count += 1;
    return Reflect.apply(query, pool, statement);
  };
  Object.assign(pool, { query: counting });
  try {
    await work();
  } finally {
    Object.assign(pool, { query });
  }
  return count;
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
