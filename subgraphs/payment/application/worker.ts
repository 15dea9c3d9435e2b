import { startPollingLoop } from '../../../platform/polling-loop.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';

export type WorkerOptions<Task> = {
  /** Takes up to so many tasks that are due. */
  readonly claim: (limit: number) => Promise<readonly Task[]>;
  /** Does one. A task that fails is logged; claiming brings it again. */
  readonly work: (task: Task) => Promise<void>;
  /** How many tasks are in hand at once. */
  readonly concurrency: number;
  /** How often to look without being woken, for what falls due by time, in milliseconds. */
  readonly sweepMs: number;
  readonly log: Logger;
};

export type Worker<Task> = {
  /** Says that something may be due; it is looked for at once. */
  wake(): void;
  /** Keeps a hand free for a task that is about to be handed in; undefined when none is. */
  reserve(): Reservation<Task> | undefined;
  /** Takes up nothing new and waits for what is in hand. */
  close(): Promise<void>;
};

/** A hand that is kept free until one of these is called; after `start`, `release` does nothing. */
export type Reservation<Task> = { start(task: Task): void; release(): void };

/** Works off a queue, several tasks at a time, so that a slow one does not hold up the others. */
export function startWorker<Task>({
  claim,
  work,
  concurrency,
  sweepMs,
  log,
}: WorkerOptions<Task>): Worker<Task> {
  const inHand = new Set<Promise<void>>();
  let isStopped = false;
  /** The last claim filled every free hand, so there may be more. */
  let isFull = false;
  let reserved = 0;

  async function take(): Promise<void> {
    const free = concurrency - inHand.size - reserved;
    if (free <= 0) return;
    reserved += free;
    const tasks = await claim(free).finally(() => {
      reserved -= free;
    });
    isFull = tasks.length === free;
    for (const task of tasks) start(task);
  }

  function start(task: Task): void {
    const done: Promise<void> = work(task)
      .catch((error: unknown) =>
        log.error({ err: error }, 'a payment could not be settled, trying again later'),
      )
      .finally(() => {
        inHand.delete(done);
        if (isFull) loop.wake();
      });
    inHand.add(done);
  }

  function reserve(): Reservation<Task> | undefined {
    if (isStopped || inHand.size + reserved >= concurrency) return undefined;
    reserved += 1;
    let isKept = true;
    function release(): void {
      if (isKept) reserved -= 1;
      isKept = false;
    }
    return {
      start(task) {
        release();
        start(task);
      },
      release,
    };
  }

  const loop = startPollingLoop({
    everyMs: sweepMs,
    poll: () =>
      take().catch((error: unknown) => log.error({ err: error }, 'the payments that are due cannot be read')),
  });
  loop.wake();
  return {
    wake: loop.wake,
    reserve,
    async close() {
      isStopped = true;
      await loop.close();
      // The last ones may have brought about others.
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}
