/** A stream of chance that its seed determines: the same seed gives the same numbers on every machine. */
export type Random = {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  /** True in this share of cases, 0 to 1. */
  happens(share: number): boolean;
  /** @throws Error when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
};

const GOLDEN = 0x9e3779b9;
const HASH_PRIME = 0x01000193;

/**
 * Chance for one purpose. Purposes do not disturb each other: more draws for one leave the others as they were.
 * The generator is mulberry32, the purpose is mixed into the seed by FNV-1a; both are public domain and quite good
 * enough for a plan.
 */
export function createRandom(seed: number, purpose: string): Random {
  let state = (seed ^ GOLDEN) >>> 0;
  for (const letter of purpose) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), HASH_PRIME) >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    happens: (share) => next() < share,
    pick(from) {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new Error('There is nothing to pick from');
      return picked;
    },
  };
}
