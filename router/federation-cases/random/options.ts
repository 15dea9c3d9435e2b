import { randomInt } from 'node:crypto';
import { HELP_OPTION, parseCommandLine } from '../../../platform/config/command-line.ts';

export type Command = {
  readonly seed: number;
  readonly operations: number;
  /** The only graph to test, by the name of its case. */
  readonly graph: string | undefined;
};

/** Seeds are the integers below this number. */
export const SEEDS = 2 ** 31;
const LARGEST_SEED = SEEDS - 1;
const MOST_OPERATIONS = 10_000_000;
const FEW_NAMES = 5;

export const USAGE = `Usage: npm run fuzz -- [options]
Asks the router and one single schema random operations over the graphs of router/federation-cases, and tells where
their responses differ.

  --seed N         what the operations are drawn from (default: a new one)
  --operations N   how many, over all graphs together (default 5000)
  --graph NAME     only the graph of this case
  --help           this text

Example: npm run fuzz -- --seed 7 --operations 20000

Exit status: 0 no difference, 1 differences, 2 wrong usage.`;

/**
 * Parses the arguments: undefined for `--help`, a message if they are wrong.
 *
 * @param graphs the names that --graph accepts
 */
export function readCommand(
  args: readonly string[],
  graphs: readonly string[],
): Command | string | undefined {
  const text = { type: 'string' } as const;
  const options = {
    seed: text,
    operations: text,
    graph: text,
    ...HELP_OPTION,
  } as const;
  const parsed = parseCommandLine({ args: [...args], options });
  if (typeof parsed === 'string') return parsed;
  const { values } = parsed;
  if (values.help) return undefined;
  const seed = values.seed === undefined ? randomInt(SEEDS) : numberOf(values.seed, 0, LARGEST_SEED);
  if (seed === undefined)
    return `--seed takes a whole number from 0 to ${LARGEST_SEED}, not "${values.seed}".`;
  const operations = numberOf(values.operations ?? '5000', 1, MOST_OPERATIONS);
  if (operations === undefined)
    return `--operations takes a whole number from 1 to ${MOST_OPERATIONS}, not "${values.operations}".`;
  const { graph } = values;
  if (graph !== undefined && !graphs.includes(graph))
    return `--graph takes the name of a case, not "${graph}", such as ${namesLike(graph, graphs)}.`;
  return { seed, operations, graph };
}

function numberOf(text: string, least: number, most: number): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

function namesLike(text: string, names: readonly string[]): string {
  const like = names.filter((each) => each.toLowerCase().includes(text.toLowerCase()));
  const shown = (like.length > 0 ? like : names).slice(0, FEW_NAMES);
  return shown.map((each) => JSON.stringify(each)).join(', ');
}
