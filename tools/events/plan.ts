import type { CloudEvent } from '../../platform/messaging/event.ts';

/**
 * Decides which events a stream needs in order to contain all of them, each aggregate's in order. From the
 * first missing or misplaced event on, all later ones of its aggregate are due: readers of the last event of
 * an aggregate, or of a subject, then find the newest.
 *
 * @param places the last position in the stream of each event it contains, by event id
 * @returns whether an event is due; call it once per event, by version within an aggregate
 */
export function createPlan(places: ReadonlyMap<string, number>): (event: CloudEvent) => boolean {
  /** The position of each aggregate's last event that is in its right place. */
  const reached = new Map<string, number>();

  return ({ id, aggregateId }) => {
    const before = reached.get(aggregateId) ?? 0;
    const place = places.get(id) ?? 0;
    const isInOrder = place > before;
    reached.set(aggregateId, isInOrder ? place : Number.POSITIVE_INFINITY);
    return !isInOrder;
  };
}
