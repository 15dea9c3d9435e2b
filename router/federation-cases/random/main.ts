/**
 * npm run fuzz -- --seed N --operations N [--graph NAME]
 *
 * Compares the router's responses to random operations with those of a single schema; see
 * docs/router/internals.md. Exit status: 0 without differences, 1 with differences, 2 for wrong usage.
 */
import { allCases } from '../all-cases.ts';
import { createSingleSchema } from '../testing/answers.ts';
import { createCaseGraph } from '../testing/graph.ts';
import { createOurRouter } from '../testing/our-router.ts';
import { createComparison, isComparable } from './compare.ts';
import { readCommand, SEEDS, USAGE } from './options.ts';

const cases = allCases.filter(isComparable);
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const command = readCommand(
    args,
    cases.map(({ name }) => name),
  );
  if (typeof command === 'string') {
    console.error(`${command}\n\n${USAGE}`);
    return 2;
  }
  if (command.help) {
    console.log(USAGE);
    return 0;
  }

  const { seed, operations, graph } = command;
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
