import type { CloudEvent } from '../../platform/messaging/event.ts';

/**
 * Decides which events a stream needs so that it holds all of them, those of each aggregate in order. From
 * the first one that is missing or out of place, all later ones of its aggregate are due: whoever reads the
 * last event of an aggregate, or of a subject, then finds the newest.
 *
 * @param places the last place in the stream of each event that is there, by its id
 * @returns whether an event is due; to be asked for each event once, those of an aggregate by their versions
 */
export function createPlan(places: ReadonlyMap<string, number>): (event: CloudEvent) => boolean {
  /** The place of each aggregate's last event that is where it should be. */
  const reached = new Map<string, number>();

  return ({ id, aggregateId }) => {
    const before = reached.get(aggregateId) ?? 0;
    const place = places.get(id) ?? 0;
    const isInOrder = place > before;
    reached.set(aggregateId, isInOrder ? place : Number.POSITIVE_INFINITY);
    return !isInOrder;
  };
}
