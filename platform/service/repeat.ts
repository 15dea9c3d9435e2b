import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.ts';

export type RepeatOptions = {
  readonly everyMs: number;
  /** One round of work; returns how much it did. After a round that did something, the next follows at once. */
  readonly task: () => Promise<number>;
  readonly log: Logger;
};

export type Repeated = { close(): Promise<void> };

/** Does a piece of work over and over, one round at a time. A round that fails is logged and tried again next time. */
export function repeat({ everyMs, task, log }: RepeatOptions): Repeated {
  const stopped = new AbortController();

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        if ((await task()) > 0) continue;
      } catch (error) {
        log.error({ err: error }, 'a round of recurring work failed');
      }
      await delay(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async close() {
      stopped.abort();
      await running;
    },
  };
}
