const PAGE = 'first: 20';
const BOOKING = 'id status slot { start end }';

/**
 * Queries by the names of their rows. `$room` is the room with the most bookings, `$slot` a free slot,
 * `$from` to `$to` a day.
 */
export const QUERIES = {
  'rooms with their current bookings': `{ rooms(${PAGE}) { edges { node { id name status currentBooking { id } } } } }`,
  'rooms by a part of their names': `{ rooms(${PAGE}, filter: { nameContains: "oom " }) { edges { node { id } } } }`,
  'rooms by a name that none has': `{ rooms(${PAGE}, filter: { nameContains: "roomier" }) { edges { node { id } } } }`,
  'rooms that are available': `query ($slot: SlotInput!) {
    availableRooms(slot: $slot, ${PAGE}) { edges { node { id } } } }`,
  'free slots of the busy room': `query ($room: ID!, $from: DateTime!, $to: DateTime!) {
    room(id: $room) { freeSlots(from: $from, to: $to) { start } } }`,
  'bookings of the busy room on a day': `query ($room: ID!, $from: DateTime!, $to: DateTime!) {
    room(id: $room) { bookings(from: $from, to: $to, ${PAGE}) { edges { node { ${BOOKING} } } } } }`,
  'bookings of a customer, with payments': `{ me { bookings(${PAGE}) { edges { node { ${BOOKING} payment { status } } } } } }`,
  'upcoming bookings of a customer': `{ me { bookings(${PAGE}, when: UPCOMING) { edges { node { ${BOOKING} } } } } }`,
  'the price of a slot': `query ($room: ID!, $slot: SlotInput!) {
    quote(roomId: $room, slot: $slot) { __typename } }`,
  'the board': `{ roomBoard(${PAGE}) { edges { node { roomId status bookedUntil nextBookingAt } } } }`,
  'my page': `{ myPage { unreadMessages bookings(${PAGE}) { edges { node { bookingId status } } } } }`,
} as const;
