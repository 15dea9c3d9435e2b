import { createComparison } from '../federation-cases/random/compare.ts';
import type { Case } from '../federation-cases/testing/case.ts';
import { createCaseGraph } from '../federation-cases/testing/graph.ts';
import { createOurRouter } from '../federation-cases/testing/our-router.ts';
import { createSingleSchema } from '../federation-cases/testing/responses.ts';
import { SEEDS } from './options.ts';

export type FederationFuzz = {
  readonly seed: number;
  /** How many, over all cases together. */
  readonly operations: number;
  readonly cases: readonly Case[];
  readonly say: (line: string) => void;
};

/**
 * Compares the router's responses to random operations with those of a single schema. Returns the number of
 * differences.
 */
export async function fuzzFederation({ seed, operations, cases, say }: FederationFuzz): Promise<number> {
  let differences = 0;
  for (const [at, given] of cases.entries()) {
    const caseGraph = createCaseGraph(given);
    const compare = createComparison({
      given,
      schema: caseGraph.apiSchema,
      single: createSingleSchema(given, caseGraph),
      ours: createOurRouter(given, caseGraph),
    });
    const share = Math.ceil((operations - at) / cases.length);
    for (let count = 0; count < share; count += 1) {
      const difference = await compare((seed + count) % SEEDS);
      if (difference === undefined) continue;
      differences += 1;
      say(`\n${difference}`);
    }
  }
  say(`Seed ${seed}: ${operations} operations over ${cases.length} graphs, ${differences} differences.`);
  return differences;
}
