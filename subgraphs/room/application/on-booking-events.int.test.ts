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
let roomId: string;
let booking: BookingOf;

/** Each test has a room, and a booking of it from 9 to 10. */
beforeEach(async () => {
  fixture = await createFixture();
  roomId = await fixture.register();
  booking = { id: newId(), roomId, slot: slot('09:00', '10:00') };
  return () => fixture[Symbol.asyncDispose]();
});

const close = () => fixture.services.closeRoom({ id: roomId, actor: host, cause });

describe('a paid booking', () => {
  test('has the room assigned, and publishes that with its details', async () => {
    const eventId = newId();
    await fixture.bookingPaid(booking, eventId);
    expect(await fixture.eventsOf(roomId)).toEqual(['assigned']);
    expect(await fixture.historyOf(booking.id)).toMatchObject([
      {
        version: 1,
        time: at('06:00'),
        cause: { correlationId: 'story', causationId: eventId },
        data: {
          room: { id: roomId, name: 'Han' },
          booking: { id: booking.id, customer: { id: 'alice' } },
          slot: booking.slot,
        },
      },
    ]);
  });

  test('in the future leaves the document of the room as it is', async () => {
    const before = await fixture.services.rooms.load(roomId);
    await fixture.bookingPaid(booking);
    await fixture.bookingCancelled(booking);
    expect(await fixture.services.rooms.load(roomId)).toEqual(before);
  });

  test('makes the room FULL at once when its slot is now', async () => {
    fixture.setClock('09:30');
    await fixture.bookingPaid(booking);
    expect(await fixture.eventsOf(roomId)).toEqual(['assigned', 'statusChanged EMPTY>FULL']);
    expect((await fixture.services.rooms.load(roomId)).state).toMatchObject({
      status: 'FULL',
      statusSince: at('09:30'),
    });
  });

  test('that is redelivered changes nothing, before and after its effect is published', async () => {
    const eventId = newId();
    await fixture.bookingPaid(booking, eventId);
    await fixture.bookingPaid(booking, eventId);
    await fixture.publish();
    fixture.setClock('12:00');
    await fixture.services.jobs.changeStatuses();
    await fixture.bookingPaid(booking, eventId);
    expect(await fixture.eventsOf(roomId)).toEqual([
      'assigned',
      'statusChanged EMPTY>FULL',
      'statusChanged FULL>EMPTY',
    ]);
  });

  test('of a closed room is unassigned, also after the room is reopened', async () => {
    const eventId = newId();
    await close();
    await fixture.bookingPaid(booking, eventId);
    await fixture.services.reopenRoom({ id: roomId, actor: host, cause });
    await fixture.bookingPaid(booking, eventId);
    expect((await fixture.eventsOf(roomId)).filter((each) => /assigned/.test(each))).toEqual([
      'unassigned ROOM_CLOSED',
    ]);
  });

  test('of an unknown room is a fault, so that it is redelivered', async () => {
    const elsewhere = { ...booking, roomId: newId() };
    await expect(fixture.bookingPaid(elsewhere)).rejects.toThrow('unknown room');
    await expect(fixture.bookingCancelled(elsewhere)).rejects.toThrow('unknown room');
  });

  test('many at once are each assigned once', async () => {
    const bookings = Array.from({ length: 49 }, (_, index) => ({
      id: newId(),
      roomId,
      slot: slot(`10:${10 + index}`, `10:${11 + index}`),
    }));
    await Promise.all(
      bookings.flatMap((each) => {
        const eventId = newId();
        return [fixture.bookingPaid(each, eventId), fixture.bookingPaid(each, eventId)];
      }),
    );
    expect(await fixture.eventsOf(roomId)).toEqual(bookings.map(() => 'assigned'));
  });
});

describe('a cancelled booking', () => {
  test('releases the room, which is EMPTY again', async () => {
    fixture.setClock('09:30');
    await fixture.bookingPaid(booking);
    await fixture.bookingCancelled(booking);
    expect(await fixture.eventsOf(roomId)).toEqual([
      'assigned',
      'statusChanged EMPTY>FULL',
      'unassigned BOOKING_CANCELLED',
      'statusChanged FULL>EMPTY',
    ]);
  });

  test('that is redelivered changes nothing', async () => {
    const eventId = newId();
    await fixture.bookingPaid(booking);
    await fixture.bookingCancelled(booking, 'CUSTOMER', eventId);
    await fixture.bookingCancelled(booking, 'CUSTOMER', eventId);
    expect(await fixture.eventsOf(roomId)).toEqual(['assigned', 'unassigned BOOKING_CANCELLED']);
  });

  test('that overtakes its payment is never assigned, and nothing is published', async () => {
    await fixture.bookingCancelled(booking);
    await fixture.bookingPaid(booking);
    expect(await fixture.eventsOf(roomId)).toEqual([]);
    expect((await fixture.services.assignments.load(booking.id)).state).toEqual({
      bookingId: booking.id,
      roomId,
      slot: booking.slot,
      status: 'CANCELLED_EARLY',
    });
  });

  test('that was never assigned changes nothing', async () => {
    await fixture.bookingRejected(booking);
    await fixture.bookingCancelled(booking, 'ROOM');
    expect(await fixture.eventsOf(roomId)).toEqual([]);
    expect((await fixture.services.assignments.load(booking.id)).version).toBe(0);
  });
});

test('the status changes at the exact instants, also after a downtime', async () => {
  const next = { id: newId(), roomId, slot: slot('10:00', '11:00') };
  await fixture.bookingPaid(booking);
  await fixture.bookingPaid(next);
  fixture.setClock('08:59');
  expect(await fixture.services.jobs.changeStatuses()).toBe(0);
  fixture.setClock('12:00');
  expect(await fixture.services.jobs.changeStatuses()).toBe(1);
  expect(await fixture.services.jobs.changeStatuses()).toBe(0);
  const changes = (await fixture.history(roomId)).filter(({ type }) => type.includes('statusChanged'));
  expect(changes.slice(1)).toMatchObject([
    { time: at('09:00'), data: { status: 'FULL', previousStatus: 'EMPTY', booking: { id: booking.id } } },
    { time: at('10:00'), data: { status: 'FULL', previousStatus: 'FULL', booking: { id: next.id } } },
    { time: at('11:00'), data: { status: 'EMPTY', previousStatus: 'FULL', booking: { id: next.id } } },
  ]);
});

test('several instances change each status once', async () => {
  await fixture.bookingPaid(booking);
  fixture.setClock('09:00');
  await Promise.all([
    fixture.services.jobs.changeStatuses(),
    fixture.services.jobs.changeStatuses(),
    fixture.services.jobs.changeStatuses(),
  ]);
  expect(await fixture.eventsOf(roomId)).toEqual(['assigned', 'statusChanged EMPTY>FULL']);
});

describe('the assignments of an erased customer', () => {
  /** What the events about bookings say of their customers. */
  const customers = async (...bookingIds: readonly string[]) =>
    (await Promise.all(bookingIds.map(fixture.historyOf))).flat().flatMap(({ data }) => {
      const { booking } = data as { readonly booking?: { readonly customer?: { readonly id: string } } };
      return booking?.customer ? [booking.customer.id] : [];
    });

  test('belong to the pseudonym, in events that are published and in those that wait', async () => {
    await fixture.bookingPaid(booking);
    await fixture.publish();
    await fixture.bookingCancelled(booking);
    const other = { ...booking, id: newId() };
    await fixture.bookingPaid(other);
    await fixture.customerErased(booking);
    expect(await customers(booking.id, other.id)).toEqual(['erased-1', 'erased-1', 'alice']);
  });

  test('that are not over belong to it, too, also for a process that has them in memory', async () => {
    await fixture.bookingPaid(booking);
    await fixture.customerErased(booking);
    expect((await fixture.services.assignments.load(booking.id)).state).toMatchObject({
      status: 'ASSIGNED',
      customerId: 'erased-1',
    });
    await fixture.bookingCancelled(booking);
    expect(await customers(booking.id)).toEqual(['erased-1', 'erased-1']);
  });
});
