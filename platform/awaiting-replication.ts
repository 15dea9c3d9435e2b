import { setTimeout as delay } from 'node:timers/promises';
import { createdAt } from './identifiers.ts';

/** The time within which the event of a new aggregate arrives, unless events are delayed. */
const REPLICATION_MS = 3_000;
/** The shortest pause between two polls. */
const POLL_MS = 25;

/**
 * Whether an aggregate was created a moment ago, so that replicas may not have received its event yet. Its
 * id, a UUID version 7, has the time of its creation. The range includes ids of the near future, because
 * clocks differ.
 */
export function isAwaitingReplication(id: string, now: string): boolean {
  const age = Date.parse(now) - (createdAt(id) ?? Number.NEGATIVE_INFINITY);
  return Math.abs(age) < REPLICATION_MS;
}

/**
 * Polls a replica for a new aggregate while its event may be on its way; undefined when it did not arrive.
 * Each pause is a quarter of the time so far: an event that arrives is found soon after it, and one that
 * never comes, as for an id that a client made up, costs some twenty polls.
 */
export async function awaitReplication<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
  let waited = 0;
  while (waited < REPLICATION_MS) {
    const found = await find();
    if (found !== undefined) return found;
    const pause = Math.min(Math.max(POLL_MS, waited / 4), REPLICATION_MS - waited);
    await delay(pause);
    waited += pause;
  }
  return find();
}
