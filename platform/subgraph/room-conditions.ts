import type { Money } from '../decisions/values.ts';
import { LONGEST_SUBJECT } from '../identity/subject.ts';
import { ifPresent } from '../input.ts';
import { listArgument, moneyArgument, searchArgument, textArgument } from './arguments.ts';

/** The longest text of a condition, and the most names of supplies. */
export const LONGEST_ROOM_TEXT = 200;
const MOST_SUPPLIES = 20;

type RoomFilter = {
  readonly hostId?: string | null | undefined;
  readonly minCapacity?: number | null | undefined;
  readonly location?: string | null | undefined;
  readonly nameContains?: string | null | undefined;
  readonly maxHourlyRate?: Money | null | undefined;
  readonly supplies?: readonly string[] | null | undefined;
};

/** Conditions on a room's own fields; each that is undefined is met by every room. */
export type RoomConditions = {
  readonly hostId: string | undefined;
  readonly minCapacity: number | undefined;
  /** Texts are folded. */
  readonly location: string | undefined;
  readonly nameContains: string | undefined;
  readonly maxHourlyRate: Money | undefined;
  readonly supplies: readonly string[] | undefined;
};

/**
 * Reads the input type `RoomFilter`, which several subgraphs take, without its status. Throws BAD_USER_INPUT
 * for a condition that no room can meet.
 */
export function roomConditions(filter: RoomFilter): RoomConditions {
  const { hostId, minCapacity, location, nameContains, maxHourlyRate, supplies } = filter;
  const text = (name: string, value: string) => searchArgument(`filter.${name}`, value, LONGEST_ROOM_TEXT);
  return {
    hostId: ifPresent(hostId, (id) => textArgument('filter.hostId', id, LONGEST_SUBJECT)),
    minCapacity: minCapacity ?? undefined,
    // A room without a location contains the empty text, too.
    location: ifPresent(location, (value) => text('location', value)) || undefined,
    nameContains: ifPresent(nameContains, (value) => text('nameContains', value)),
    maxHourlyRate: ifPresent(maxHourlyRate, (rate) => moneyArgument('filter.maxHourlyRate', rate)),
    supplies: ifPresent(supplies, (names) =>
      listArgument('filter.supplies', names, MOST_SUPPLIES).map((name, index) =>
        text(`supplies[${index}]`, name),
      ),
    ),
  };
}
