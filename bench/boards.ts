/** The rooms of a board. */
export const BOARD_ROOMS = 20;

const FIELDS = 'id name capacity status hourlyRate { amount currency } supplies { name quantity }';

/** What pages of rooms ask for. Variables: `first`; `from` and `to` for the bookings of the day. */
export const BOARDS = {
  'rooms with currentBooking': `query ($first: Int!) { rooms(first: $first) { edges { node { ${FIELDS}
    currentBooking { id slot { start end } status payment { status } } } } } }`,
  'rooms with bookings of the day': `query ($first: Int!, $from: DateTime!, $to: DateTime!) {
    rooms(first: $first) { edges { node { ${FIELDS}
      bookings(from: $from, to: $to, first: 24) { edges { node { id slot { start end } status } } } } } } }`,
  roomBoard: `query ($first: Int!) { roomBoard(first: $first) { edges { node {
    roomId roomName capacity status currentBookingId bookedUntil nextBookingAt supplyCount } } } }`,
} as const;
