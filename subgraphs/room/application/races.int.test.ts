import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import {
  at,
  type BookingOf,
  cause,
  createFixture,
  host,
  type RoomFixture,
  slot,
} from '../testing/fixture.ts';

let fixture: RoomFixture;

beforeEach(async () => {
  fixture = await createFixture();
  fixture.setClock('09:30');
  return () => fixture[Symbol.asyncDispose]();
});

const current = (roomId: string): BookingOf => ({ id: newId(), roomId, slot: slot('09:00', '10:00') });

/** The room, and the bookings that it is assigned to. */
async function stateOf(roomId: string, bookings: readonly BookingOf[]) {
  const { rooms, assignments } = fixture.services;
  const found = await Promise.all(bookings.map(({ id }) => assignments.load(id)));
  const assigned = found.flatMap(({ state }) => (state?.status === 'ASSIGNED' ? [state.bookingId] : []));
  return { room: (await rooms.load(roomId)).state, assigned };
}

describe('a room that is assigned and released by many at once', () => {
  test('is FULL exactly when it is assigned to a current booking', async () => {
    for (let round = 0; round < 20; round += 1) {
      const roomId = await fixture.register();
      const bookings = [current(roomId), current(roomId), current(roomId)];
      const [kept] = bookings;
      await Promise.all(
        bookings.flatMap((each) => [
          fixture.bookingPaid(each),
          ...(each === kept && round % 2 === 0 ? [] : [fixture.bookingCancelled(each)]),
          fixture.services.jobs.changeStatuses(),
        ]),
      );
      const { room, assigned } = await stateOf(roomId, bookings);
      expect(assigned).toEqual(round % 2 === 0 ? [kept?.id] : []);
      expect(room).toMatchObject(
        round % 2 === 0 ? { status: 'FULL', occupiedBy: kept?.id } : { status: 'EMPTY', occupiedBy: null },
      );
    }
  });

  test('is right also when two instances follow the clock and the room is closed and reopened', async () => {
    await using other = await fixture.startInstance();
    for (let round = 0; round < 20; round += 1) {
      const roomId = await fixture.register();
      const [kept, cancelled] = [current(roomId), current(roomId)];
      await fixture.bookingPaid(cancelled);
      await fixture.services.closeRoom({ id: roomId, actor: host, cause });
      await Promise.all([
        other.reopenRoom({ id: roomId, actor: host, cause }),
        fixture.bookingCancelled(cancelled),
        other.jobs.changeStatuses(),
        fixture.services.jobs.changeStatuses(),
      ]);
      expect((await stateOf(roomId, [cancelled])).room).toMatchObject({ status: 'EMPTY' });
      await Promise.all([fixture.bookingPaid(kept), other.jobs.changeStatuses()]);
      expect((await stateOf(roomId, [kept])).room).toMatchObject({ status: 'FULL', occupiedBy: kept.id });
    }
  });
});

test('a booking that is assigned while the room is closed is either refused or kept, once', async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 30; round += 1) {
    const roomId = await fixture.register();
    const booking = current(roomId);
    await Promise.all([
      fixture.services.closeRoom({ id: roomId, actor: host, cause }),
      fixture.bookingPaid(booking),
      fixture.bookingPaid(booking),
    ]);
    const { state } = await fixture.services.assignments.load(booking.id);
    const types = (await fixture.historyOf(booking.id)).map(({ type }) => type.split('.')[2]);
    expect(types).toEqual([state?.status === 'ASSIGNED' ? 'assigned' : 'unassigned']);
    expect((await stateOf(roomId, [])).room).toMatchObject({ status: 'CLOSED', occupiedBy: null });
    seen.add(state?.status ?? 'NONE');
  }
  expect([...seen].every((status) => status === 'ASSIGNED' || status === 'UNASSIGNED')).toBe(true);
});

test('after a crash between an assignment and the status of its room, the scheduled job changes the status', async () => {
  const roomId = await fixture.register();
  const { bookingId, ...booking } = { ...current(roomId), bookingId: newId() };
  // What is stored when the process ends before it follows the clock.
  const assigned = {
    type: 'RoomAssigned',
    at: at('09:30'),
    roomName: 'Han',
    booking: { bookingId, roomId, customerId: 'alice', slot: booking.slot },
  } as const;
  const after = { ...assigned.booking, status: 'ASSIGNED', assignedAt: at('09:30') } as const;
  await fixture.services.assignments.append({
    id: bookingId,
    expectedVersion: 0,
    transitions: [{ event: assigned, after }],
    cause,
  });
  expect(await fixture.services.queries.byIds([roomId], at('09:30'))).toMatchObject([{ status: 'FULL' }]);
  expect(await fixture.services.jobs.changeStatuses()).toBe(1);
  expect(await fixture.eventsOf(roomId)).toEqual(['assigned', 'statusChanged EMPTY>FULL']);
});
