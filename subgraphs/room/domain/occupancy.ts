import type { Instant } from '../../../platform/decisions/values.ts';
import { covers, type Slot } from './assignment.ts';
import type { OfferedRoom, Room, RoomStatus, RoomStatusChanged } from './room.ts';

/**
 * An assignment of a room that has begun by an instant and that is not over, as far as the room's status has
 * followed it.
 */
export type Present = {
  readonly bookingId: string;
  readonly slot: Slot;
  /** When the room is to be FULL for it: at the start of the slot, or later when it was assigned later. */
  readonly beginsAt: Instant;
};

/** When an assignment begins to count for the room's status; undefined when its slot is over by then. */
export function beginOf(slot: Slot, assignedAt: Instant): Instant | undefined {
  const begin = latest(slot.start, assignedAt);
  return begin < slot.end ? begin : undefined;
}

export function latest(first: Instant, second: Instant): Instant {
  return first > second ? first : second;
}

/**
 * The status changes that are due up to an instant, in order, each with the instant when it is due. After a
 * downtime there may be many: the work is linear in their number.
 *
 * @param present all assignments of the room that are present at the instant
 */
export function transitionsUntil(
  room: OfferedRoom,
  present: readonly Present[],
  until: Instant,
): readonly RoomStatusChanged[] {
  if (room.status === 'CLOSED' || present.length === 0) return [];
  const queue = present.toSorted(byBegin);
  const byId = new Map(queue.map((each) => [each.bookingId, each]));
  const changes: RoomStatusChanged[] = [];
  let status: RoomStatus = room.status;
  let { occupiedBy, statusSince } = room;
  let first = 0;

  /** Leaves out those at the front that are over. Each is looked at once, therefore the linear work. */
  function skipUntil(at: Instant): void {
    for (let each = queue[first]; each && each.slot.end <= at; each = queue[first]) first += 1;
  }

  skipUntil(statusSince);
  for (;;) {
    const occupant = status === 'FULL' ? byId.get(occupiedBy ?? '') : undefined;
    const next = status === 'EMPTY' ? queue[first] : undefined;
    const at = occupant?.slot.end ?? (next && latest(next.beginsAt, statusSince));
    if (at === undefined || at > until) return changes;
    skipUntil(at);
    const change = statusChange({ status, occupiedBy }, begunBy(queue, first, at), at);
    // There is a change at each beginning and end. This check turns an error here into a fault, not an
    // endless loop.
    if (!change) throw new Error(`The room ${room.id} does not change at ${at}`);
    changes.push(change);
    status = change.status;
    occupiedBy = change.status === 'FULL' ? change.bookingId : null;
    statusSince = at;
  }
}

/** Those that have begun by an instant, of a queue by their beginnings from an index on. */
function* begunBy(queue: readonly Present[], first: number, at: Instant): Generator<Present> {
  for (let index = first; index < queue.length; index += 1) {
    const each = queue[index];
    if (!each || each.beginsAt > at) return;
    yield each;
  }
}

function byBegin(a: Present, b: Present): number {
  if (a.beginsAt === b.beginsAt) return a.slot.start < b.slot.start ? -1 : 1;
  return a.beginsAt < b.beginsAt ? -1 : 1;
}

/** A room as it is at an instant, also before the changes of its status that are due by then are stored. */
export function roomAt(room: Room, present: readonly Present[], at: Instant): Room {
  if (room.deleted) return room;
  const last = transitionsUntil(room, present, at).at(-1);
  if (!last) return room;
  const { status, bookingId } = last;
  return { ...room, status, statusSince: last.at, occupiedBy: status === 'FULL' ? bookingId : null };
}

type Occupied = Pick<OfferedRoom, 'status' | 'occupiedBy'>;

/** The status change of an open room at an instant; undefined when the status stays. */
export function statusChange(
  room: Occupied,
  present: Iterable<Present>,
  at: Instant,
): RoomStatusChanged | undefined {
  const { status, bookingId } = statusByClock(room, present, at);
  if (status === room.status && bookingId === room.occupiedBy) return undefined;
  return { type: 'RoomStatusChanged', at, status, previousStatus: room.status, bookingId };
}

/** The status of an open room at an instant, with the booking that occupies it or has just left it. */
export function statusByClock(
  { occupiedBy }: Pick<Occupied, 'occupiedBy'>,
  present: Iterable<Present>,
  at: Instant,
): { readonly status: Exclude<RoomStatus, 'CLOSED'>; readonly bookingId: string | null } {
  const occupant = occupantAt(occupiedBy, present, at);
  return occupant
    ? { status: 'FULL', bookingId: occupant.bookingId }
    : { status: 'EMPTY', bookingId: occupiedBy };
}

/** The current occupant keeps the room to the end of its slot when another slot overlaps. */
function occupantAt(occupiedBy: string | null, present: Iterable<Present>, at: Instant): Present | undefined {
  let found: Present | undefined;
  for (const each of present) {
    if (!covers(each.slot, at)) continue;
    if (each.bookingId === occupiedBy) return each;
    found ??= each;
  }
  return found;
}
