import type { Env } from './settings.ts';

/** Collects the requests to stop a running launcher. */
export type StopRequests = {
  /** Resolves at the first request. */
  readonly requested: Promise<'stop'>;
  request(): void;
  dispose(): void;
};

/** One Ctrl-C arrives several times: from the terminal, and passed on by npm and the bootstrap. */
const SAME_KEYSTROKE_MS = 700;
const PARENT_CHECK_MS = 1_000;

/**
 * Listens for SIGINT, SIGTERM and SIGHUP, and for the end of the parent process in MEETINGROOM_PARENT (a
 * parent that is killed with -9 sends no signal). The first signal requests an orderly stop; the third kills
 * everything.
 */
export function onStopRequest(options: {
  readonly env: Env;
  readonly say: (line: string) => void;
  readonly kill: () => void;
}): StopRequests {
  const { env, say, kill } = options;
  const { promise: requested, resolve } = Promise.withResolvers<'stop'>();
  let times = 0;
  let last = Number.NEGATIVE_INFINITY;

  const onSignal = (): void => {
    const now = performance.now();
    const again = now - last > SAME_KEYSTROKE_MS;
    last = now;
    if (!again) return;
    times += 1;
    resolve('stop');
    if (times === 2) say('Still stopping; press Ctrl-C once more to kill what is left.');
    if (times > 2) kill();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  // The terminal may close before this process ends.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  const parent = Number(env.MEETINGROOM_PARENT);
  const watch = setInterval(() => {
    if (process.ppid !== parent) resolve('stop');
  }, PARENT_CHECK_MS);
  if (!(parent > 0)) clearInterval(watch);

  return {
    requested,
    request: () => resolve('stop'),
    dispose() {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
