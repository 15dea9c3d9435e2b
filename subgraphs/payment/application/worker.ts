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

export type Worker = {
  /** Says that something may be due; it is looked for at once. */
  wake(): void;
  /** Takes up nothing new and waits for what is in hand. */
  close(): Promise<void>;
};

/** Works off a queue, several tasks at a time, so that a slow one does not hold up the others. */
export function startWorker<Task>({ claim, work, concurrency, sweepMs, log }: WorkerOptions<Task>): Worker {
  const inHand = new Set<Promise<void>>();
  let woken = Promise.withResolvers<void>();
  let isStopped = false;
  /** The last claim filled every free hand, so there may be more. */
  let isFull = false;

  function wake(): void {
    woken.resolve();
  }

  async function take(): Promise<void> {
    const free = concurrency - inHand.size;
    if (free === 0) return;
    const tasks = await claim(free);
    isFull = tasks.length === free;
    for (const task of tasks) {
      const done: Promise<void> = work(task)
        .catch((error: unknown) =>
          log.error({ err: error }, 'a payment could not be settled, trying again later'),
        )
        .finally(() => {
          inHand.delete(done);
          if (isFull) wake();
        });
      inHand.add(done);
    }
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      const sweep = setTimeout(wake, sweepMs);
      await woken.promise;
      clearTimeout(sweep);
      woken = Promise.withResolvers<void>();
      if (isStopped) return;
      await take().catch((error: unknown) =>
        log.error({ err: error }, 'the payments that are due cannot be read'),
      );
    }
  }

  const running = run();
  wake();
  return {
    wake,
    async close() {
      isStopped = true;
      wake();
      await running;
      await Promise.all(inHand);
    },
  };
}
