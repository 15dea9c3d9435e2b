import { roomId } from './many-bookings.ts';

/** The instant at which the lists are read, of the store that `storeManyBookings` fills. */
export const NOW = '2030-05-01T12:00:00.000Z';

/** Who asks: a role and a subject. */
export type Caller = readonly [role: 'customer' | 'host' | 'admin', subject: string];
/** A list or filter of the API that this service answers. */
export type List = readonly [what: string, caller: Caller, query: string];

const ADMIN: Caller = ['admin', 'root'];
const HENRY: Caller = ['host', 'henry'];
const ALICE: Caller = ['customer', 'alice'];

const NODES = 'edges { node { id } } pageInfo { endCursor }';
const bookings = (args: string) =>
  `query ($after: String) { list: bookings(after: $after, ${args}) { ${NODES} } }`;
const mine = (args: string) =>
  `query ($after: String) { me { list: bookings(after: $after, ${args}) { ${NODES} } } }`;
const available = (
  filter: string,
  first = 20,
) => `query ($after: String) { list: availableRooms(after: $after, first: ${first},
  slot: { start: "2030-05-04T09:00:00Z", end: "2030-05-04T10:00:00Z" }, filter: { ${filter} }) { ${NODES} } }`;
const START = 'orderBy: SLOT_START_ASC';
const PAST = 'orderBy: SLOT_START_DESC, ';
const rooms = (fields: string) =>
  `query ($rooms: [_Any!]!) { _entities(representations: $rooms) { ... on Room { ${fields} } } }`;
const customers = (fields: string) =>
  `query ($customers: [_Any!]!) { _entities(representations: $customers) { ... on Customer { ${fields} } } }`;
const DAY = 'from: "2030-05-01T00:00:00Z", to: "2030-05-02T00:00:00Z"';

/** The variables of all of them, beside the cursor `after` of a further page. */
export const VARIABLES = {
  rooms: Array.from({ length: 20 }, (_, index) => ({ __typename: 'Room', id: roomId(index + 1) })),
  customers: ['alice', 'customer 3', 'customer 21'].map((id) => ({ __typename: 'Customer', id })),
};

/** Each list, with each filter and in each order, for those who have it. */
export const LISTS: readonly List[] = [
  ['bookings', ADMIN, bookings('')],
  ['bookings, oldest first', ADMIN, bookings('orderBy: REQUESTED_AT_ASC')],
  ['bookings by start', ADMIN, bookings(START)],
  ...['REQUESTED', 'PAID', 'CONFIRMED', 'COMPLETED', 'REJECTED', 'CANCELLED'].flatMap(
    (status): readonly List[] => [
      [`${status} bookings`, ADMIN, bookings(`filter: { statuses: [${status}] }`)],
      [`${status} bookings by start`, ADMIN, bookings(`${START}, filter: { statuses: [${status}] }`)],
      [
        `${status} bookings of a room`,
        ADMIN,
        bookings(`filter: { roomId: "${roomId(5)}", statuses: [${status}] }`),
      ],
      [
        `${status} bookings of a room by start`,
        ADMIN,
        bookings(`${START}, filter: { roomId: "${roomId(5)}", statuses: [${status}] }`),
      ],
      [`${status} bookings of a customer`, ALICE, mine(`statuses: [${status}]`)],
      [`${status} bookings of a customer by start`, ALICE, mine(`${START}, statuses: [${status}]`)],
      [`${status} bookings of a host`, HENRY, bookings(`filter: { statuses: [${status}] }`)],
      [
        `${status} bookings of a host by start`,
        HENRY,
        bookings(`${START}, filter: { statuses: [${status}] }`),
      ],
    ],
  ),
  ['upcoming bookings', ADMIN, bookings('filter: { when: UPCOMING }')],
  ['upcoming bookings by start', ADMIN, bookings(`${START}, filter: { when: UPCOMING }`)],
  ['past bookings, latest first', ADMIN, bookings(`${PAST} filter: { when: PAST }`)],
  ['bookings to an instant, latest first', ADMIN, bookings(`${PAST} filter: { to: "2030-04-28T00:00:00Z" }`)],
  ['bookings of a room', ADMIN, bookings(`filter: { roomId: "${roomId(5)}" }`)],
  ['bookings of a room by start', ADMIN, bookings(`${START}, filter: { roomId: "${roomId(5)}" }`)],
  [
    'upcoming bookings of a room',
    ADMIN,
    bookings(`${START}, filter: { roomId: "${roomId(5)}", when: UPCOMING }`),
  ],
  ['past bookings of a room', ADMIN, bookings(`${PAST} filter: { roomId: "${roomId(5)}", when: PAST }`)],
  ['bookings of a customer', ALICE, mine('')],
  ['bookings of a customer by start', ALICE, mine(START)],
  ['upcoming bookings of a customer', ALICE, mine(`${START}, when: UPCOMING`)],
  ['past bookings of a customer', ALICE, mine(`${PAST} when: PAST`)],
  ['bookings of a host', HENRY, bookings('')],
  ['upcoming bookings of a host', HENRY, bookings(`${START}, filter: { when: UPCOMING }`)],
  ['bookings of three customers', ADMIN, customers(`bookings { ${NODES} }`)],
  ['day of 20 rooms', ADMIN, rooms(`bookings(${DAY}) { ${NODES} }`)],
  ['day of 20 rooms, for a customer', ALICE, rooms(`bookings(${DAY}) { ${NODES} }`)],
  ['20 rooms from an instant', ADMIN, rooms(`bookings(from: "2030-05-01T00:00:00Z") { ${NODES} }`)],
  ['current bookings of 20 rooms', ADMIN, rooms('currentBooking { id }')],
  ['free slots of 20 rooms', ALICE, rooms(`freeSlots(${DAY}) { start end }`)],
  ['available rooms', ALICE, available('')],
  ['available rooms that are EMPTY', ALICE, available('status: EMPTY')],
  ['available rooms that are FULL', ALICE, available('status: FULL', 5)],
  ['available rooms of a host', ALICE, available('hostId: "henry"')],
  ['available rooms with a usual name', ALICE, available('nameContains: "room"')],
  ['available rooms with a rare name', ALICE, available('nameContains: "blue"')],
  ['available rooms in a usual location', ALICE, available('location: "seoul"')],
  ['available rooms in no location', ALICE, available('location: "busan"')],
  ['available rooms for many', ALICE, available('minCapacity: 500')],
  ['available rooms for some', ALICE, available('minCapacity: 5')],
  ['available rooms at a rare rate', ALICE, available('maxHourlyRate: { amount: 10, currency: KRW }')],
  ['available rooms at a usual rate', ALICE, available('maxHourlyRate: { amount: 1000, currency: KRW }')],
  ['available rooms with a rare supply', ALICE, available('supplies: ["organ"]')],
  ['available rooms with a usual supply', ALICE, available('supplies: ["chair"]')],
];
