import { createRandom, type Random } from '../../../platform/random.ts';
import type { Range } from './options.ts';

/** What a draw decides. Each purpose has its own stream, so that one does not affect the order of another. */
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
export type Chance = {
  /** True in `share` (0 to 1) of the cases. */
  readonly happens: (purpose: Purpose, share: number) => boolean;
  /** A whole number within the range, both ends included. */
  readonly within: (purpose: Purpose, range: Range) => number;
};

/** Creates the streams of a seed, each at its first draw. */
export function createChance(seed: number): Chance {
  const streams = new Map<Purpose, Random>();

  function streamOf(purpose: Purpose): Random {
    const stream = streams.get(purpose) ?? createRandom(seed, purpose);
    streams.set(purpose, stream);
    return stream;
  }

  return {
    happens: (purpose, share) => share > 0 && streamOf(purpose).happens(share),
    within: (purpose, { from, to }) => (from === to ? from : streamOf(purpose).between(from, to)),
  };
}
