import { type Entities, entityQuery, type Fetch } from './by-hand-fetch.ts';

type Booking = { readonly id: string; payment?: unknown };
type Room = { readonly id: string; supplies?: unknown; currentBooking?: Booking | null | undefined };

const ROOMS = JSON.stringify({
  query: '{rooms(first:20){id name capacity status hourlyRate{amount currency}}}',
});
const ROOM_NAME = JSON.stringify({ query: '{room(id:"room-1"){name}}' });
const supplies = entityQuery('...on Room{supplies{name quantity}}');
const bookings = entityQuery('...on Room{currentBooking{id status slot{start end}}}');
const payments = entityQuery('...on Booking{payment{id status amount{amount currency}}}');

/** Fetches rooms first, then supplies in parallel with bookings and their payments. */
export async function answerBoard(fetch: Fetch): Promise<unknown> {
  const { rooms } = await fetch<{ readonly rooms: readonly Room[] }>('room', ROOMS);
  const references = rooms.map(({ id }) => ({ __typename: 'Room', id }));
  const [supplied, booked] = await Promise.all([
    fetch<Entities<Pick<Room, 'supplies'>>>('supplies', supplies(references)),
    fetchBookings(fetch, references),
  ]);
  rooms.forEach((room, index) => {
    room.supplies = supplied._entities[index]?.supplies;
    room.currentBooking = booked[index]?.currentBooking;
  });
  return { rooms };
}

async function fetchBookings(
  fetch: Fetch,
  rooms: readonly object[],
): Promise<readonly Pick<Room, 'currentBooking'>[]> {
  const { _entities: booked } = await fetch<Entities<Pick<Room, 'currentBooking'>>>(
    'booking',
    bookings(rooms),
  );
  const found = booked.flatMap(({ currentBooking }) => (currentBooking ? [currentBooking] : []));
  const references = found.map(({ id }) => ({ __typename: 'Booking', id }));
  const paid = await fetch<Entities<Pick<Booking, 'payment'>>>('payment', payments(references));
  found.forEach((booking, index) => {
    booking.payment = paid._entities[index]?.payment;
  });
  return booked;
}

export function answerRoomName(fetch: Fetch): Promise<unknown> {
  return fetch('room', ROOM_NAME);
}
