import type { Instant } from '../../../platform/decisions/values.ts';
import { roomConditions } from '../../../platform/subgraph/room-conditions.ts';
import type { RoomCriteria } from '../application/ports.ts';
import type { Slot } from '../domain/slot.ts';
import type { RoomFilter, RoomStatus } from '../schema.generated.ts';

/** Whether a booking occupies a room with a status; undefined for a room that is out of service. */
const OCCUPIED: Readonly<Record<RoomStatus, boolean | undefined>> = {
  EMPTY: false,
  FULL: true,
  CLOSED: undefined,
};

/**
 * Reads the conditions on available rooms; undefined when no available room can meet them. Throws
 * BAD_USER_INPUT for a wrong one.
 *
 * @param now the instant to which a status applies
 */
export function roomCriteria(slot: Slot, filter: RoomFilter, now: Instant): RoomCriteria | undefined {
  const criteria = { slot, ...roomConditions(filter) };
  const { status } = filter;
  if (!status) return criteria;
  const isOccupied = OCCUPIED[status];
  return isOccupied === undefined ? undefined : { ...criteria, occupied: { at: now, is: isOccupied } };
}
