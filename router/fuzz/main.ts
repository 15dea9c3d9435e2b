/**
 * npm run fuzz -- [options] [frames] [federation]
 *
 * Searches for faults of the router with random inputs; see docs/router/internals.md. The exit status is 0
 * when nothing was found, 1 when something was, and 2 for invalid arguments.
 */
import { runCommand } from '../../platform/config/command-line.ts';
import { allCases } from '../federation-cases/all-cases.ts';
import { isComparable } from '../federation-cases/random/compare.ts';
import { fuzzFederation } from './federation.ts';
import { fuzzFrames } from './frames.ts';
import { type FuzzOptions, fuzzCommand, type Part } from './options.ts';

const cases = allCases.filter(isComparable);
const PARTS: Readonly<Record<Part, (options: FuzzOptions) => Promise<number>>> = {
  frames: ({ seed, rounds }) => fuzzFrames({ seed, rounds, say: console.log }),
  federation: ({ seed, operations, graph }) => {
    const asked = graph === undefined ? cases : cases.filter(({ name }) => name === graph);
    return fuzzFederation({ seed, operations, cases: asked, say: console.log });
  },
};

process.exitCode = await runCommand(fuzzCommand(cases.map(({ name }) => name)), process.argv.slice(2), run);

async function run(options: FuzzOptions): Promise<number> {
  console.log(`Seed ${options.seed}.`);
  let faults = 0;
  for (const part of options.parts) faults += await PARTS[part](options);
  return faults === 0 ? 0 : 1;
}
