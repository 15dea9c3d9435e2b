import type { Range } from './option-types.ts';

/** What a draw decides. Each purpose has a stream of its own, so that one does not disturb another's order. */
export type Purpose =
  | 'latency'
  | 'fail'
  | 'fail-after'
  | 'capture'
  | 'refund'
  | 'refund-delay'
  | 'webhook-loss'
  | 'webhook-double'
  | 'webhook-delay'
  | 'webhook-shuffle'
  | 'webhook-backoff';

/** Seeded randomness: the same seed and the same order of requests give the same misbehaviour. */
export interface Chance {
  /** True in `share` (0..1) of the cases. */
  readonly happens: (purpose: Purpose, share: number) => boolean;
  /** A whole number within the range, both ends included. */
  readonly within: (purpose: Purpose, range: Range) => number;
}

/** Makes streams of the mulberry32 generator (Tommy Ettinger, public domain) from a seed. */
export function createChance(seed: number): Chance {
  const states = new Map<Purpose, number>();

  function draw(purpose: Purpose): number {
    const state = ((states.get(purpose) ?? startOf(purpose)) + 0x6d2b79f5) | 0;
    states.set(purpose, state);
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  function startOf(purpose: Purpose): number {
    let hash = seed | 0;
    for (const letter of purpose) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619);
    return hash;
  }

  return {
    happens: (purpose, share) => share > 0 && draw(purpose) < share,
    within: (purpose, { from, to }) =>
      from === to ? from : from + Math.floor(draw(purpose) * (to - from + 1)),
  };
}
