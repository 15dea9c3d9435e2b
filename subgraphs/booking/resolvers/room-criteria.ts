import { foldName, type Instant } from '../../../platform/decisions/values.ts';
import { ifPresent } from '../../../platform/input.ts';
import { listArgument, moneyArgument, textArgument } from '../../../platform/subgraph/arguments.ts';
import type { RoomCriteria } from '../application/ports.ts';
import type { Slot } from '../domain/slot.ts';
import type { RoomFilter, RoomStatus } from '../schema.generated.ts';

/** The longest text and the most supplies of a filter. */
const LONGEST_TEXT = 200;
const MOST_SUPPLIES = 20;

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
  const { hostId, status, minCapacity, location, nameContains, maxHourlyRate, supplies } = filter;
  const text = (name: string, value: string) => textArgument(`filter.${name}`, value, LONGEST_TEXT);
  const criteria = {
    slot,
    hostId: ifPresent(hostId, (id) => textArgument('filter.hostId', id)),
    minCapacity: minCapacity ?? undefined,
    // Every text contains the empty one.
    location: ifPresent(location || undefined, (value) => text('location', value)),
    nameContains: ifPresent(nameContains, (value) => text('nameContains', value)),
    maxHourlyRate: ifPresent(maxHourlyRate, (rate) => moneyArgument('filter.maxHourlyRate', rate)),
    supplies: ifPresent(supplies, (names) =>
      listArgument('filter.supplies', names, MOST_SUPPLIES).map((name, index) =>
        foldName(text(`supplies[${index}]`, name)),
      ),
    ),
  };
  if (!status) return criteria;
  const isOccupied = OCCUPIED[status];
  return isOccupied === undefined ? undefined : { ...criteria, occupied: { at: now, is: isOccupied } };
}
