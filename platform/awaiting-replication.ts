import { setTimeout as delay } from 'node:timers/promises';
import { createdAt } from './identifiers.ts';

/** By then the event of something new has come, unless events are held up. */
const EVENT_DELAY_MS = 3_000;
const POLL_MS = 25;

/**
 * Whether something was made a moment ago, so that those who hear of it by events may not know it yet. Its UUID
 * version 7 tells; an id from the future is nobody's, but for what clocks differ.
 */
export function isAwaitingReplication(id: string, now: string): boolean {
  const age = Date.parse(now) - (createdAt(id) ?? Number.NEGATIVE_INFINITY);
  return Math.abs(age) < EVENT_DELAY_MS;
}

/** Looks again and again for something newly made, for as long as its event may take; undefined when it did not come. */
export async function awaitReplication<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let looks = EVENT_DELAY_MS / POLL_MS; looks > 0; looks -= 1) {
    const found = await find();
    if (found !== undefined) return found;
    await delay(POLL_MS);
  }
  return find();
}
