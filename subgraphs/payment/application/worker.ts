import { startPollingLoop } from '../../../platform/polling-loop.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';

export type WorkerOptions<Task> = {
  /** Claims due tasks, at most `limit`. */
  readonly claim: (limit: number) => Promise<readonly Task[]>;
  /** Performs a task. A failure is logged, and the task is claimed again later. */
  readonly work: (task: Task) => Promise<void>;
  /** The number of slots: how many tasks run at once. */
  readonly concurrency: number;
  /**
   * How often the worker claims tasks without being woken, in milliseconds: tasks also fall due by time.
   * While it is idle, it claims less often.
   */
  readonly sweepMs: number;
  readonly log: Logger;
};

export type Worker<Task> = {
  /** Claims due tasks at once. */
  wake(): void;
  /** Reserves a slot for a task that is about to be started; undefined when no slot is free. */
  reserve(): ReservedSlot<Task> | undefined;
  /** Claims and reserves nothing any more, and waits for the running tasks. */
  close(): Promise<void>;
};

/** A reserved slot runs one task or is released. `release` does nothing after `start`. */
export type ReservedSlot<Task> = { start(task: Task): void; release(): void };

/** Runs the tasks of a queue in a number of slots, so that a slow task does not delay the others. */
export function startWorker<Task>({
  claim,
  work,
  concurrency,
  sweepMs,
  log,
}: WorkerOptions<Task>): Worker<Task> {
  const running = new Set<Promise<void>>();
  let isStopped = false;
  /** The last claim filled all free slots, so that more tasks may be due. */
  let mayHaveMore = false;
  let reserved = 0;

  async function claimTasks(): Promise<void> {
    const free = concurrency - running.size - reserved;
    if (free <= 0) return;
    reserved += free;
    const tasks = await claim(free).finally(() => {
      reserved -= free;
    });
    mayHaveMore = tasks.length === free;
    for (const task of tasks) start(task);
  }

  function start(task: Task): void {
    const done: Promise<void> = work(task)
      .catch((error: unknown) =>
        log.error({ err: error }, 'a payment could not be settled; it is retried later'),
      )
      .finally(() => {
        running.delete(done);
        if (mayHaveMore) loop.wake();
      });
    running.add(done);
    loop.noteActivity();
  }

  function reserve(): ReservedSlot<Task> | undefined {
    if (isStopped || running.size + reserved >= concurrency) return undefined;
    reserved += 1;
    let isReserved = true;
    function release(): void {
      if (isReserved) reserved -= 1;
      isReserved = false;
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
      claimTasks().catch((error: unknown) => log.error({ err: error }, 'the due payments cannot be claimed')),
  });
  loop.wake();
  return {
    wake: loop.wake,
    reserve,
    async close() {
      isStopped = true;
      await loop.close();
      // The last tasks may have started others in reserved slots.
      while (running.size > 0) await Promise.all(running);
    },
  };
}
