import { answeredId, type Outcome } from './history.ts';
import type { SystemState } from './system-state.ts';
import { SLOT_HOLDING_STATUSES, type Violation } from './violation.ts';

/**
 * Checks that bookings of a room do not overlap, that rooms keep exactly the bookings that hold a slot, and
 * that supplies follow their rooms.
 */
export function checkRooms(outcomes: readonly Outcome[], state: SystemState): readonly Violation[] {
  return [...overlaps(state), ...assignments(state), ...stocks(state), ...answers(outcomes, state)];
}

function overlaps({ bookings }: SystemState): readonly Violation[] {
  const violations: Violation[] = [];
  const byRoom = Map.groupBy(
    bookings.filter(({ status }) => SLOT_HOLDING_STATUSES.has(status)),
    ({ roomId }) => roomId,
  );
  for (const [roomId, held] of byRoom) {
    const inOrder = held.toSorted((a, b) => (a.start < b.start ? -1 : 1));
    let last = inOrder[0];
    for (const next of inOrder.slice(1)) {
      if (last && next.start < last.end)
        violations.push({
          kind: 'double-booked',
          bookingId: next.id,
          what: `it overlaps ${last.id} in room ${roomId}`,
        });
      if (!last || next.end > last.end) last = next;
    }
  }
  return violations;
}

/** Every confirmed booking is assigned to its room, and no other one. Past bookings may have been removed. */
function assignments({ bookings, rooms }: SystemState): readonly Violation[] {
  const assigned = new Map(rooms.flatMap((room) => room.assignments.map((id) => [id, room.id] as const)));
  const byId = new Map(bookings.map((row) => [row.id, row]));
  const missing = bookings
    .filter(({ id, status, roomId }) => status === 'CONFIRMED' && assigned.get(id) !== roomId)
    .map(
      ({ id, roomId }): Violation => ({
        kind: 'room wrong',
        bookingId: id,
        what: `it is CONFIRMED, and room ${roomId} does not keep it`,
      }),
    );
  const tooMany = [...assigned]
    .filter(([id]) => !SLOT_HOLDING_STATUSES.has(byId.get(id)?.status ?? ''))
    .map(
      ([id, roomId]): Violation => ({
        kind: 'room wrong',
        bookingId: id,
        what: `room ${roomId} is kept for it, and it is ${byId.get(id)?.status ?? 'not there'}`,
      }),
    );
  return [...missing, ...tooMany];
}

function stocks({ rooms, stocks }: SystemState): readonly Violation[] {
  const stockOf = new Map(stocks.map(({ roomId, status }) => [roomId, status]));
  return rooms.flatMap(({ id, deleted }): readonly Violation[] => {
    const wanted = deleted ? 'REMOVED' : 'PROVISIONED';
    const found = stockOf.get(id) ?? 'unknown';
    return found === wanted
      ? []
      : [{ kind: 'room wrong', what: `the supplies of room ${id} are ${found}, not ${wanted}` }];
  });
}

/** Acknowledged registrations and deletions are in the stores. */
function answers(outcomes: readonly Outcome[], { rooms }: SystemState): readonly Violation[] {
  const byId = new Map(rooms.map((room) => [room.id, room]));
  return outcomes.flatMap((outcome): readonly Violation[] => {
    const id = answeredId(outcome);
    const { type } = outcome.operation;
    if (id === undefined || (type !== 'register' && type !== 'delete')) return [];
    const room = byId.get(id);
    if (!room) return [{ kind: 'lost', what: `room ${id} is not there` }];
    if (type === 'delete' && !room.deleted)
      return [{ kind: 'lost', what: `the deletion of room ${id} was acknowledged, and it is there` }];
    return [];
  });
}
