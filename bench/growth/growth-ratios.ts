/** The most that a row may cost in the largest store, as a multiple of what it costs in the smallest one. */
export const LIMIT = 1.5;

/** How much a row grows from the smallest store to the largest one. */
export type Growth = {
  readonly row: string;
  /** What it costs in each store, the smallest one first. */
  readonly costs: readonly number[];
  /** The cost in the largest store by that in the smallest one. */
  readonly ratio: number;
  /** The same by the ratio of the yardstick, and so without the changes of the machine's speed. */
  readonly ofYardstick: number;
  /** Whether `ofYardstick` is within the limit. A row without a cost is not. */
  readonly isWithinLimit: boolean;
};

/**
 * Compares what each row costs in stores of several sizes.
 *
 * @param stores the costs by the names of their rows, those of the smallest store first
 * @param yardstick the row that does the same work in each store
 */
export function growthOf(
  stores: readonly ReadonlyMap<string, number>[],
  yardstick: string,
): readonly Growth[] {
  const costsOf = (row: string) => stores.map((costs) => costs.get(row) ?? Number.NaN);
  const speed = ratioOf(costsOf(yardstick));
  return [...(stores[0]?.keys() ?? [])].map((row) => {
    const costs = costsOf(row);
    const ratio = ratioOf(costs);
    const ofYardstick = ratio / speed;
    return { row, costs, ratio, ofYardstick, isWithinLimit: ofYardstick <= LIMIT };
  });
}

/** Says how many rows are within the limit, and which ones are not. */
export function summaryOf(growths: readonly Growth[]): string {
  const beyond = growths.filter(({ isWithinLimit }) => !isWithinLimit);
  const within = `${growths.length - beyond.length} of ${growths.length} rows are within ${LIMIT} ×`;
  if (beyond.length === 0) return `${within}.`;
  return `${within}; not: ${beyond.map(({ row, ofYardstick }) => `${row} (${ofYardstick.toFixed(2)})`).join('; ')}.`;
}

function ratioOf(costs: readonly number[]): number {
  return (costs.at(-1) ?? Number.NaN) / (costs[0] ?? Number.NaN);
}
