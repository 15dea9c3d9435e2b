import { escapeLiteral } from 'pg';
import { z } from 'zod';
import { type Pool, transaction } from '../postgres/pool.ts';
import { figuresOfEach, type Works } from './read-growth.ts';
import { recordStatements, type SentStatement } from './statements.ts';

/** What statements have read. */
export type Reads = {
  readonly statements: number;
  /** Rows of tables and entries of indexes, those included that a condition has removed. */
  readonly rows: number;
  /** Pages of tables and indexes, each as often as it was touched. */
  readonly buffers: number;
};

/**
 * What the statements read that a pool sends with `query` while work runs: each is executed once more under
 * EXPLAIN (ANALYZE, BUFFERS). A prepared one has the plan for any values, another one that for its values.
 */
export async function readsOf(pool: Pool, work: () => Promise<unknown>): Promise<Reads> {
  const sent = await recordStatements(pool, work);
  let reads: Reads = { statements: sent.length, rows: 0, buffers: 0 };
  for (const statement of sent) {
    const plan = await planOf(pool, statement);
    const { rows, buffers } = reads;
    reads = {
      ...reads,
      rows: rows + rowsOf(plan),
      buffers: buffers + plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    };
  }
  return reads;
}

type Plan = z.infer<typeof node> & { readonly Plans?: readonly Plan[] | undefined };

const node = z.object({
  'Node Type': z.string(),
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  'Rows Removed by Index Recheck': z.number().default(0),
  'Shared Hit Blocks': z.number(),
  'Shared Read Blocks': z.number(),
});
const plan: z.ZodType<Plan> = node.extend({ Plans: z.lazy(() => plan.array()).optional() });
const explained = z.tuple([z.object({ Plan: plan })]);

const EXPLAIN = 'EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON)';

async function planOf(pool: Pool, { name, text, values }: SentStatement): Promise<Plan> {
  return transaction(pool, async (client) => {
    await client.query(`SET LOCAL plan_cache_mode = force_${name === undefined ? 'custom' : 'generic'}_plan`);
    await client.query(`PREPARE measured AS ${text}`);
    const args = values.length > 0 ? `(${values.map(literalOf).join()})` : '';
    const { rows } = await client.query(`${EXPLAIN} EXECUTE measured${args}`);
    await client.query('DEALLOCATE measured');
    return explained.parse(rows[0]['QUERY PLAN'])[0].Plan;
  });
}

/** A value of a parameter as a literal. */
function literalOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  return escapeLiteral(
    Array.isArray(value) ? `{${value.map((item) => JSON.stringify(item)).join()}}` : String(value),
  );
}

/** The rows that the scans of a plan have read. */
function rowsOf(node: Plan): number {
  const isScan = /^(Seq|Index|Index Only|Bitmap Heap|Bitmap Index|Tid) Scan$/.test(node['Node Type']);
  const each = node['Actual Rows'] + node['Rows Removed by Filter'] + node['Rows Removed by Index Recheck'];
  const below = (node.Plans ?? []).reduce((sum, child) => sum + rowsOf(child), 0);
  return below + (isScan ? Math.round(each * node['Actual Loops']) : 0);
}

/** What each of several works reads, as `readsOf` tells it. */
export function readsOfEach(pool: Pool, works: Works): Promise<ReadonlyMap<string, Reads>> {
  return figuresOfEach(works, (work) => readsOf(pool, work));
}
