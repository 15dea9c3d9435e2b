/**
 * npm run fuzz -- --seed N --operations N [--graph NAME]
 *
 * Compares the router's responses to random operations with those of a single schema; see
 * docs/router/internals.md. The exit status is 0 without a difference, 1 with one, and 2 for invalid
 * arguments.
 */
import { runCommand } from '../../../platform/config/command-line.ts';
import { allCases } from '../all-cases.ts';
import { createCaseGraph } from '../testing/graph.ts';
import { createOurRouter } from '../testing/our-router.ts';
import { createSingleSchema } from '../testing/responses.ts';
import { createComparison, isComparable } from './compare.ts';
import { type FuzzOptions, fuzzCommand, SEEDS } from './options.ts';

const cases = allCases.filter(isComparable);
const graphs = cases.map(({ name }) => name);
process.exitCode = await runCommand(fuzzCommand(graphs), process.argv.slice(2), run);

async function run({ seed, operations, graph }: FuzzOptions): Promise<number> {
  const asked = graph === undefined ? cases : cases.filter(({ name }) => name === graph);
  console.log(`Seed ${seed}.`);
  let differences = 0;
  for (const [at, given] of asked.entries()) {
    const caseGraph = createCaseGraph(given);
    const compare = createComparison({
      given,
      schema: caseGraph.apiSchema,
      single: createSingleSchema(given, caseGraph),
      ours: createOurRouter(given, caseGraph),
    });
    const share = Math.ceil((operations - at) / asked.length);
    for (let count = 0; count < share; count += 1) {
      const difference = await compare((seed + count) % SEEDS);
      if (difference === undefined) continue;
      differences += 1;
      console.log(`\n${difference}`);
    }
  }
  console.log(
    `Seed ${seed}: ${operations} operations over ${asked.length} graphs, ${differences} differences.`,
  );
  return differences === 0 ? 0 : 1;
}
