import { answersHttp, getHttp } from './probe.ts';

/** Longer than any pause of a process that works, so that only one whose event loop hangs is ended. */
const HUNG_AFTER_MS = 30_000;
/** A process that has just answered is not asked: an instance at rest is to stay at rest. */
const ASKED_IN_THAT_TIME = 3;

/**
 * The probes of a process: whether it is ready, and whether it has hung since then, because nothing has
 * answered at the address of its liveness for 30 s. Only a restart heals that.
 */
export function createHttpProbes(
  { ready, live }: { readonly ready: string; readonly live: string },
  hungAfterMs = HUNG_AFTER_MS,
) {
  let answered = performance.now();
  const silentMs = () => performance.now() - answered;
  return {
    async isReady(): Promise<boolean> {
      const isReady = await answersHttp(ready);
      if (isReady) answered = performance.now();
      return isReady;
    },
    async hasHung(): Promise<boolean> {
      if (silentMs() < hungAfterMs / ASKED_IN_THAT_TIME) return false;
      if ((await getHttp(live)) !== undefined) answered = performance.now();
      return silentMs() >= hungAfterMs;
    },
  };
}
