import type { SubgraphDefinition } from './subgraph.ts';

/** The board: 20 rooms with their supplies, current bookings and payments. Four subgraphs. */
const ROOMS = 20;
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])`;

type Reference = { readonly id: string };

function numberOf({ id }: Reference): number {
  return Number(id.slice(id.indexOf('-') + 1));
}
function roomOf(number: number) {
  return {
    id: `room-${number}`,
    name: `Room ${number} on the garden side`,
    capacity: 4 + (number % 9),
    status: number % 3 === 0 ? 'FULL' : 'EMPTY',
    hourlyRate: { amount: 1_000 + number * 50, currency: 'EUR' },
  };
}
const SUPPLIES = ['Projector', 'Whiteboard', 'Chairs', 'Coffee'];

export const BOARD: readonly SubgraphDefinition[] = [
  {
    name: 'room',
    sdl: `${LINK}
      type Query { rooms(first: Int = 20): [Room!]! room(id: ID!): Room }
      type Room @key(fields: "id") {
        id: ID! name: String! @shareable capacity: Int! status: RoomStatus! hourlyRate: Money!
      }
      enum RoomStatus { EMPTY FULL CLOSED }
      type Money @shareable { amount: Int! currency: String! }`,
    resolvers: {
      Query: {
        rooms: (_: unknown, { first }: { first: number }) =>
          Array.from({ length: Math.min(first, ROOMS) }, (_each, index) => roomOf(index + 1)),
        room: (_: unknown, reference: Reference) => roomOf(numberOf(reference)),
      },
      Room: { __resolveReference: (reference: Reference) => roomOf(numberOf(reference)) },
    },
  },
  {
    name: 'supplies',
    sdl: `${LINK}
      type Room @key(fields: "id") { id: ID! supplies: [Supply!]! }
      type Supply { name: String! quantity: Int! }`,
    resolvers: {
      Room: {
        __resolveReference: (reference: Reference) => reference,
        supplies: (room: Reference) =>
          SUPPLIES.slice(0, 1 + (numberOf(room) % SUPPLIES.length)).map((name, index) => ({
            name,
            quantity: numberOf(room) + index,
          })),
      },
    },
  },
  {
    name: 'booking',
    sdl: `${LINK}
      type Room @key(fields: "id") { id: ID! currentBooking: Booking }
      type Booking @key(fields: "id") { id: ID! status: BookingStatus! slot: Slot! }
      enum BookingStatus { REQUESTED PAID CONFIRMED }
      type Slot { start: String! end: String! }`,
    resolvers: {
      Room: {
        __resolveReference: (reference: Reference) => reference,
        currentBooking: (room: Reference) => ({
          id: `booking-${numberOf(room)}`,
          status: 'CONFIRMED',
          slot: { start: '2026-11-20T09:00:00.000Z', end: '2026-11-20T10:00:00.000Z' },
        }),
      },
    },
  },
  {
    name: 'payment',
    sdl: `${LINK}
      type Booking @key(fields: "id") { id: ID! payment: Payment }
      type Payment { id: ID! status: PaymentStatus! amount: Money! }
      enum PaymentStatus { AUTHORIZED CAPTURED }
      type Money @shareable { amount: Int! currency: String! }`,
    resolvers: {
      Booking: {
        __resolveReference: (reference: Reference) => reference,
        payment: (booking: Reference) => ({
          id: `payment-${numberOf(booking)}`,
          status: 'CAPTURED',
          amount: { amount: 1_000 + numberOf(booking) * 50, currency: 'EUR' },
        }),
      },
    },
  },
];
