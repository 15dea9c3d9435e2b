/** A pseudo-random sequence: the same seed gives the same numbers on every machine. */
export type Random = {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** An integer, both ends included. */
  between(from: number, to: number): number;
  /** True with this probability, 0 to 1. */
  happens(share: number): boolean;
  /** @throws Error when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
};

const GOLDEN = 0x9e3779b9;
const HASH_PRIME = 0x01000193;

/**
 * Creates the random sequence of one purpose. The sequences of different purposes are independent: further
 * draws from one leave the others unchanged. The generator is mulberry32, and the purpose is mixed into the
 * seed with FNV-1a. Both are in the public domain and good enough for test plans.
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
