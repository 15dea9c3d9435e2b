import { createFairQueue } from './fair-queue.ts';

export type SlotsOptions = {
  /** How much work runs at the same time. */
  readonly atOnce: number;
  /** How much may wait; more is refused at once. */
  readonly waiting: number;
  /** How long work may wait, in milliseconds. */
  readonly maxWaitMs: number;
  /** The error of work that is refused. */
  readonly refusal: () => Error;
};

/** Runs work, a bounded part of it at a time, first come first served. */
export type Slots = {
  /** Rejects with the refusal, before the work has begun, when it waits too long or too much waits. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
};

/** All work is of one flow. */
const FLOW = '';

export function createSlots({ atOnce, waiting, maxWaitMs, refusal }: SlotsOptions): Slots {
  const queue = createFairQueue({
    places: () => atOnce,
    placesPerFlow: { alone: atOnce, besideOthers: atOnce },
    waitingPerFlow: waiting,
  });

  return {
    async run(work) {
      if (!queue.tryEnter(FLOW) && !(await queue.enter(FLOW, maxWaitMs))) throw refusal();
      try {
        return await work();
      } finally {
        queue.leave(FLOW);
      }
    },
  };
}
