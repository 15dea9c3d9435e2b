import { randomInt } from 'node:crypto';
import { type Command, defineCommand } from '../../../platform/config/command-line.ts';

/** What `npm run fuzz` is to do. */
export type FuzzOptions = {
  readonly seed: number;
  readonly operations: number;
  /** The only graph to test, by the name of its case. */
  readonly graph: string | undefined;
};

/** Seeds are the integers below this number. */
export const SEEDS = 2 ** 31;
const FEW_NAMES = 5;

/** @param graphs the names that --graph accepts */
export function fuzzCommand(graphs: readonly string[]): Command<FuzzOptions> {
  return defineCommand(
    {
      forms: ['npm run fuzz -- [options]'],
      about:
        'Asks the router and one single schema random operations over the graphs of router/federation-cases, and tells where their responses differ.',
      options: {
        seed: {
          type: 'number',
          from: 0,
          to: SEEDS - 1,
          about: 'what the operations are drawn from (default: a new one)',
        },
        operations: {
          type: 'number',
          from: 1,
          to: 10_000_000,
          default: 5_000,
          about: 'how many, over all graphs together',
        },
        graph: { type: 'text', value: 'NAME', about: 'only the graph of this case' },
      },
      examples: ['npm run fuzz -- --seed 7 --operations 20000'],
      status: '0 no difference, 1 differences, 2 wrong usage',
    },
    ({ values: { seed = randomInt(SEEDS), operations, graph } }) =>
      graph === undefined || graphs.includes(graph)
        ? { seed, operations, graph }
        : `--graph takes the name of a case, not "${graph}", such as ${namesLike(graph, graphs)}.`,
  );
}

function namesLike(text: string, names: readonly string[]): string {
  const like = names.filter((each) => each.toLowerCase().includes(text.toLowerCase()));
  const shown = (like.length > 0 ? like : names).slice(0, FEW_NAMES);
  return shown.map((each) => JSON.stringify(each)).join(', ');
}
