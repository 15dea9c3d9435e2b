import { setTimeout as delay } from 'node:timers/promises';
import { addMilliseconds, type Clock, type Instant } from './decisions/values.ts';
import type { Round } from './polling-loop.ts';

/** What falls due at an instant. */
export type Due = { readonly id: string; readonly dueAt: Instant };

/** The pause of a job with `dueNow` while its service is not idle, in milliseconds. */
export const DUE_INTERVAL_MS = 250;

/**
 * What is due: all that is overdue, or else what falls due first before the next round, once it is due. So
 * nothing is late, however long the pause between two rounds.
 *
 * @param dueBy returns what falls due by an instant, earliest first
 * @param round of the job that asks. Once it shall end, nothing is waited for: something may fall due earlier
 */
export async function dueNow(
  dueBy: (at: Instant) => Promise<readonly Due[]>,
  clock: Clock,
  { untilNextMs = DUE_INTERVAL_MS, signal }: Partial<Round> = {},
): Promise<readonly Due[]> {
  const found = await dueBy(addMilliseconds(clock(), untilNextMs));
  const [first] = found;
  if (!first) return [];
  const early = Date.parse(first.dueAt) - Date.parse(clock());
  // Timers may be a millisecond early.
  if (early > 0) await delay(early + 1, undefined, { signal }).catch(() => undefined);
  const now = clock();
  return found.filter(({ dueAt }) => dueAt <= now);
}
