import type { TestInstance } from '../../embedded/testing.ts';
import { BookRoomDocument, RegisterRoomDocument } from '../../examples/documents.generated.ts';
import { openPeople } from '../../examples/people.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';

/** What the dear operations read. */
export type Stock = { readonly roomId: string; readonly bookingId: string };

/** As many as a page may have, so that each page is full. */
const ROOMS = 100;
/** As many as a registration may have. */
const SUPPLIES = 200;
const BOOKINGS_PER_ROOM = 5;
const DESCRIPTION = 'A quiet room with a view of the river. '.repeat(20);

/** Fills an instance with rooms, their supplies, and bookings of one customer, who is their host as well. */
export async function stockInstance(instance: TestInstance, subject: string): Promise<Stock> {
  const people = await openPeople(instance.url, instance.dataDir);
  const host = await people.as(subject, 'host');
  const bookings: string[] = [];
  const rooms: string[] = [];
  try {
    for (let room = 0; room < ROOMS; room += 1) {
      const { data } = await host.run(RegisterRoomDocument, {
        input: {
          name: `Room ${room}`,
          description: DESCRIPTION,
          capacity: 4,
          hourlyRate: { amount: 1_000, currency: 'EUR' },
          timeZone: 'Europe/Berlin',
          supplies: Array.from({ length: SUPPLIES }, (_, at) => ({ name: `Supply ${at}`, quantity: at })),
        },
      });
      if (data?.registerRoom?.__typename !== 'RegisterRoomSuccess')
        throw new Error('A room could not be registered');
      const roomId = data.registerRoom.room.id;
      rooms.push(roomId);
      for (let at = 1; at <= BOOKINGS_PER_ROOM; at += 1) {
        const start = Date.now() + at * 2 * HOUR_MS;
        const slot = { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() };
        const booked = await host.run(BookRoomDocument, {
          input: { roomId, slot, paymentMethod: 'pm_card_visa' },
        });
        const answer = booked.data?.bookRoom;
        if (answer?.__typename === 'BookRoomSuccess') bookings.push(answer.booking.id);
      }
    }
  } finally {
    await people.close();
  }
  const [[roomId], [bookingId]] = [rooms, bookings];
  if (roomId === undefined || bookingId === undefined) throw new Error('No room could be booked');
  return { roomId, bookingId };
}
