import { setTimeout as delay } from 'node:timers/promises';
import { addMilliseconds, type Clock, type Instant } from './decisions/values.ts';

/** What falls due at an instant. */
export type Due = { readonly id: string; readonly dueAt: Instant };

/**
 * How far ahead `dueNow` looks, in milliseconds. Run a job with it at this interval, so that nothing is late.
 */
export const LOOK_AHEAD_MS = 250;

/**
 * What is due: all that is overdue, or else what falls due first within the look-ahead, once it is due.
 *
 * @param dueBy returns what falls due by an instant, earliest first
 */
export async function dueNow(
  dueBy: (at: Instant) => Promise<readonly Due[]>,
  clock: Clock,
): Promise<readonly Due[]> {
  const found = await dueBy(addMilliseconds(clock(), LOOK_AHEAD_MS));
  const [first] = found;
  if (!first) return [];
  const early = Date.parse(first.dueAt) - Date.parse(clock());
  // Timers may be a millisecond early.
  if (early > 0) await delay(early + 1);
  const now = clock();
  return found.filter(({ dueAt }) => dueAt <= now);
}
