import { randomInt } from 'node:crypto';
import { type Command, defineCommand } from '../../platform/config/command-line.ts';

/** What is tested with random inputs. */
const PARTS = {
  frames: 'sends random frames, bodies and headers to the router, which must go on serving others',
  federation:
    'asks the router and one single schema random operations over the graphs of router/federation-cases, and tells where their responses differ',
} as const;

export type Part = keyof typeof PARTS;

/** What `npm run fuzz` is to do. */
export type FuzzOptions = {
  readonly parts: readonly Part[];
  readonly seed: number;
  /** The rounds of frames. */
  readonly rounds: number;
  /** The operations of the federation. */
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
      forms: ['npm run fuzz -- [options] [frames] [federation]'],
      about:
        'Searches for faults of the router with random inputs: of both kinds, or of the one that is named.',
      names: PARTS,
      positionals: true,
      options: {
        seed: {
          type: 'number',
          from: 0,
          to: SEEDS - 1,
          about: 'what the operations are drawn from (default: a new one)',
        },
        rounds: { type: 'number', from: 1, to: 10_000_000, default: 1_000, about: 'rounds of `frames`' },
        operations: {
          type: 'number',
          from: 1,
          to: 10_000_000,
          default: 5_000,
          about: 'operations of `federation`, over all graphs together',
        },
        graph: { type: 'text', value: 'NAME', about: 'only the graph of this case' },
      },
      examples: [
        'npm run fuzz -- federation --seed 7 --operations 20000',
        'npm run fuzz -- frames --rounds 20000',
      ],
      status: '0 nothing found, 1 faults or differences, 2 wrong usage',
    },
    ({ values: { seed = randomInt(SEEDS), rounds, operations, graph }, positionals }) => {
      const unknown = positionals.find((name) => !isPart(name));
      if (unknown !== undefined) return `There is no "${unknown}". Valid: ${ALL_PARTS.join(', ')}.`;
      const parts = positionals.length === 0 ? ALL_PARTS : positionals.filter(isPart);
      return graph === undefined || graphs.includes(graph)
        ? { parts, seed, rounds, operations, graph }
        : `--graph takes the name of a case, not "${graph}", such as ${namesLike(graph, graphs)}.`;
    },
  );
}

const isPart = (name: string): name is Part => Object.hasOwn(PARTS, name);
const ALL_PARTS = Object.keys(PARTS).filter(isPart);

function namesLike(text: string, names: readonly string[]): string {
  const like = names.filter((each) => each.toLowerCase().includes(text.toLowerCase()));
  const shown = (like.length > 0 ? like : names).slice(0, FEW_NAMES);
  return shown.map((each) => JSON.stringify(each)).join(', ');
}
