import { environment } from '../config/environment.ts';

/** What a kind of read costs a store, in numbers that do not depend on the machine. */
export type Figures = Readonly<Record<string, number>>;

/** Works by what they are, each a kind of read. */
export type Works = Readonly<Record<string, () => Promise<unknown>>>;

/** The figures of each of several works, measured one after the other. */
export async function figuresOfEach<Measured extends Figures>(
  works: Works,
  measure: (work: () => Promise<unknown>) => Promise<Measured>,
): Promise<ReadonlyMap<string, Measured>> {
  const found = new Map<string, Measured>();
  for (const [what, work] of Object.entries(works)) found.set(what, await measure(work));
  return found;
}

/** One kind of read at two sizes of a store. */
export type Growth = { readonly what: string; readonly small: Figures; readonly large: Figures };

/** Compares the same kinds of reads at two sizes. Throws when one of them was not read at both. */
export function compareReads(
  smaller: ReadonlyMap<string, Figures>,
  larger: ReadonlyMap<string, Figures>,
): readonly Growth[] {
  if (smaller.size !== larger.size) throw new Error('Two sizes of a store have the same reads');
  return [...smaller].map(([what, small]) => {
    const large = larger.get(what);
    if (!large) throw new Error(`Only the smaller store was read: ${what}`);
    return { what, small, large };
  });
}

/** How much of a growth is none: an index of ten times as many entries has one more level at most. */
const LOG_FACTOR = 1.6;
/** What differs where the planner chooses between sorting a few rows and scanning an index for a page. */
const SLACK = 200;

/** Those of several reads of which a figure is larger in a larger store, with their figures. */
export function growing(all: readonly Growth[]): readonly string[] {
  return all
    .filter(({ small, large }) =>
      Object.entries(large).some(([name, figure]) => figure > (small[name] ?? 0) * LOG_FACTOR + SLACK),
    )
    .map(({ what, small, large }) => `${what}: ${textOf(small)} → ${textOf(large)}`);
}

function textOf(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, figure]) => `${figure} ${name}`)
    .join(', ');
}

/** Prints the table of docs/benchmarks.md, when it is asked for with PRINT_READS=1. */
export function printGrowth(title: string, all: readonly Growth[]): void {
  if (environment.PRINT_READS !== '1') return;
  const names = Object.keys(all[0]?.small ?? {});
  const lines = all.map(({ what, small, large }) =>
    row([what, ...names.flatMap((name) => [small[name], large[name]])]),
  );
  const heading = row([title, ...names.flatMap((name) => [name, ''])]);
  console.log([heading, row([title, ...names, ...names].map(() => '---')), ...lines].join('\n'));
}

function row(cells: readonly unknown[]): string {
  return `| ${cells.join(' | ')} |`;
}
