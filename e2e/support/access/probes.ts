import { newId } from '../../../platform/identifiers.ts';
import { isRecord } from '../../../platform/type-guards.ts';
import { type Ask, entity, isListed, isThere, mutation, query, valuesAt } from './ask.ts';
import type { Booking, Cast, Room, Subgraph } from './cast.ts';
import { type Outcome, RELATIONS, type Relation, type TableRole } from './table.ts';

/** How a field is asked for. */
export type Probe = {
  /** Undefined for a field that only the router answers. */
  readonly subgraph: Subgraph | undefined;
  readonly relations: readonly Relation[];
  /** Makes what is asked for, and returns the operations. */
  readonly ask: (
    cast: Cast,
    role: TableRole,
    relation: Relation,
  ) => Promise<{ readonly router: Ask; readonly subgraph: Ask }>;
};

const NOTHING: readonly Relation[] = ['–'];
const OF_ROOMS: readonly Relation[] = ['own', "another's", "nobody's"];
const OF_COURSES: readonly Relation[] = ['own', "another's"];
const OF_REVIEWS: readonly Relation[] = ['own', 'in own room', "another's"];
const OF_BOOKINGS: readonly Relation[] = RELATIONS.filter((relation) => relation !== '–');

/** The probe of each field of the table. */
export const PROBES: Readonly<Record<string, Probe>> = {
  'Query.me': ofNothing('booking', async () => query('{ me { id } }', {}, isThere('me.id'))),
  'Query.standardSupplies': ofNothing('supplies', async () =>
    query('{ standardSupplies { name } }', {}, (data) =>
      isRecord(data) && Array.isArray(data.standardSupplies) ? 'answer' : 'null',
    ),
  ),
  'Query.room': ofRoom('room', ({ id }) =>
    query('query ($id: ID!) { room(id: $id) { id } }', { id }, isThere('room.id')),
  ),
  'Query.rooms': ofRoom('room', ({ id, name }) =>
    query(
      'query ($name: String!) { rooms(filter: { nameContains: $name }) { edges { node { id } } } }',
      { name },
      isListed('rooms.edges.node.id', id),
    ),
  ),
  'Query.availableRooms': ofRoom('booking', ({ id, name }, { newSlot }) =>
    query(
      `query ($slot: SlotInput!, $name: String!) {
        availableRooms(slot: $slot, filter: { nameContains: $name }) { edges { node { id } } } }`,
      { slot: newSlot(), name },
      isListed('availableRooms.edges.node.id', id),
    ),
  ),
  'Query.quote': ofRoom('booking', ({ id }, { newSlot }) =>
    query(
      'query ($id: ID!, $slot: SlotInput!) { quote(roomId: $id, slot: $slot) { price { amount } } }',
      { id, slot: newSlot() },
      isThere('quote.price.amount'),
    ),
  ),
  'Query.supply': ofRoom('supplies', ({ supplyId }) =>
    query('query ($id: ID!) { supply(id: $id) { id } }', { id: supplyId }, isThere('supply.id')),
  ),
  'Query.booking': ofBooking('booking', ({ id }) =>
    query('query ($id: ID!) { booking(id: $id) { id } }', { id }, isThere('booking.id')),
  ),
  'Query.bookings': ofBooking('booking', ({ id, room }) =>
    query(
      'query ($roomId: ID!) { bookings(filter: { roomId: $roomId }, first: 100) { edges { node { id } } } }',
      { roomId: room.id },
      isListed('bookings.edges.node.id', id),
    ),
  ),
  'Query.payment': ofBooking('payment', ({ paymentId }) =>
    query('query ($id: ID!) { payment(id: $id) { id } }', { id: paymentId }, isThere('payment.id')),
  ),
  'Query.payments': ofBooking('payment', ({ paymentId }, { period }) =>
    query(
      'query ($period: PaymentFilter!) { payments(filter: $period, first: 100) { edges { node { id } } } }',
      { period },
      isListed('payments.edges.node.id', paymentId),
    ),
  ),

  'Query.course': ofCourse((id) =>
    query('query ($id: ID!) { course(id: $id) { id } }', { id }, isThere('course.id')),
  ),
  'Query.courses': ofNothing('community', async () =>
    query('{ courses { totalCount } }', {}, isThere('courses.totalCount')),
  ),
  'Query.messages': ofNothing('notification', async () =>
    query('{ messages { totalCount } }', {}, isThere('messages.totalCount')),
  ),

  'Query.roomBoard': ofRoom('view', ({ id, name }) =>
    query(
      'query ($name: String!) { roomBoard(filter: { nameContains: $name }) { edges { node { roomId } } } }',
      { name },
      isListed('roomBoard.edges.node.roomId', id),
    ),
  ),
  'Query.supplyStock': ofRoom('view', async (room, { newSupplyName }) =>
    query(
      'query ($name: String!) { supplyStock(nameContains: $name) { rooms { roomId } } }',
      { name: await newSupplyName(room) },
      isListed('supplyStock.rooms.roomId', room.id),
    ),
  ),
  'Query.courseBoard': ofNothing('view', async () =>
    query('{ courseBoard { totalCount } }', {}, isThere('courseBoard.totalCount')),
  ),
  'Query.myPage': ofNothing('view', async () =>
    query('{ myPage { unreadMessages } }', {}, isThere('myPage.unreadMessages')),
  ),

  'Mutation.registerRoom': ofNothing('room', async () =>
    mutation('registerRoom', {
      name: `Access ${newId()}`,
      capacity: 1,
      hourlyRate: { amount: 1, currency: 'EUR' },
      timeZone: 'Europe/Berlin',
    }),
  ),
  'Mutation.updateRoom': ofRoom('room', ({ id }) => mutation('updateRoom', { id, description: 'Quiet.' })),
  'Mutation.closeRoom': ofNewRoom((id) => mutation('closeRoom', { id })),
  'Mutation.reopenRoom': ofNewRoom((id) => mutation('reopenRoom', { id })),
  'Mutation.deleteRoom': ofNewRoom((id) => mutation('deleteRoom', { id })),
  'Mutation.transferRoom': ofNewRoom((id, { anotherHost }) =>
    mutation('transferRoom', { id, hostId: anotherHost }),
  ),
  'Mutation.addSupply': ofRoom('supplies', ({ id }) =>
    mutation('addSupply', { roomId: id, name: newId(), quantity: 1 }),
  ),
  'Mutation.updateSupply': ofRoom('supplies', ({ supplyId }) =>
    mutation('updateSupply', { id: supplyId, quantity: 2 }),
  ),
  'Mutation.removeSupply': ofRoom('supplies', async (room, { newSupplyId }) =>
    mutation('removeSupply', { id: await newSupplyId(room) }),
  ),
  'Mutation.setStandardSupplies': ofNothing('supplies', async ({ callers }) => {
    // What holds for the house stays as it is, for the tests that follow.
    const { data } = await callers.admin.router.run<{ standardSupplies: readonly unknown[] }, object>(
      '{ standardSupplies { name quantity } }',
    );
    return mutation('setStandardSupplies', { lines: data?.standardSupplies });
  }),
  'Mutation.bookRoom': ofRoom('booking', ({ id }, { newSlot }) =>
    mutation('bookRoom', { roomId: id, slot: newSlot(), paymentMethod: 'pm_card_visa' }),
  ),
  'Mutation.confirmPayment': ofBooking('booking', ({ id }) => mutation('confirmPayment', { bookingId: id })),
  'Mutation.cancelBooking': ofNew('booking', OF_BOOKINGS, async ({ newBookingId }, role, relation) =>
    mutation('cancelBooking', { id: await newBookingId(role, relation) }),
  ),
  'Mutation.eraseCustomer': ofNothing('booking', async ({ newFormerCustomer }) =>
    mutation('eraseCustomer', { customerId: await newFormerCustomer() }),
  ),

  'Mutation.retryRefund': ofGivenUp('retryRefund', {}),
  'Mutation.settleRefund': ofGivenUp('settleRefund', { reason: 'In cash' }),

  'Mutation.registerCourse': ofNothing('community', async () =>
    mutation('registerCourse', { title: 'Access', stops: [] }),
  ),
  'Mutation.updateCourse': ofCourse((id) => mutation('updateCourse', { id, open: false })),
  'Mutation.deleteCourse': ofCourse((id) => mutation('deleteCourse', { id })),
  'Mutation.writeReview': ofCourse((id) =>
    mutation('writeReview', { target: { type: 'COURSE', id }, rating: 5, text: 'Good' }),
  ),
  'Mutation.deleteReview': ofNew('community', OF_REVIEWS, async ({ newReviewId }, role, relation) =>
    mutation('deleteReview', { id: await newReviewId(role, relation) }),
  ),
  ...Object.fromEntries(
    ['like', 'unlike', 'addBookmark', 'removeBookmark'].map((name) => [
      `Mutation.${name}`,
      ofCourse((id) => mutation(name, { target: { type: 'COURSE', id } }, 'TargetMutationInput')),
    ]),
  ),
  'Mutation.markMessagesRead': ofNothing('notification', async ({ newMessageIds }, role) =>
    mutation('markMessagesRead', { ids: await newMessageIds(role) }),
  ),
  'Mutation.setLanguage': ofNothing('notification', async () => mutation('setLanguage', { language: 'EN' })),

  'Subscription.roomStatusChanged': {
    ...ofRoom('room', ({ id }) =>
      query(
        'subscription ($id: ID!) { roomStatusChanged(roomIds: [$id]) { roomId } }',
        { id },
        isThere('roomStatusChanged.roomId'),
      ),
    ),
    subgraph: undefined,
  },
  'Subscription.bookingChanged': {
    ...ofBooking('booking', ({ id }) =>
      query(
        'subscription ($id: ID!) { bookingChanged(bookingId: $id) { bookingId booking { roomId } } }',
        { id },
        isThere('bookingChanged.booking.roomId'),
      ),
    ),
    subgraph: undefined,
  },
  'Subscription.messageReceived': {
    ...ofNothing('notification', async ({ newMessageIds }, role) => {
      const [after, next] = await newMessageIds(role);
      return query(
        'subscription ($after: ID) { messageReceived(after: $after) { id } }',
        { after },
        isListed('messageReceived.id', next),
      );
    }),
    subgraph: undefined,
  },

  'Booking.customer': ofCancelled('booking', 'customer { id }', 'customer.id'),
  'Booking.payment': ofCancelled('payment', 'payment { id }', 'payment.id'),
  'Booking.cancellationReason': ofCancelled('booking', 'cancellationReason', 'cancellationReason'),
  'Booking.cancelledBy': ofCancelled('booking', 'cancelledBy', 'cancelledBy'),
  'Booking.slot': ofActive('slot { start }', 'slot.start'),
  'Booking.price': ofActive('price { amount }', 'price.amount'),
  'Booking.status': ofActive('status', 'status'),
  'Booking.history': ofActive('history { type }', 'history.type', 'empty'),
  'Booking.slot once cancelled': ofCancelled('booking', 'slot { start }', 'slot.start'),
  'Booking.price once cancelled': ofCancelled('booking', 'price { amount }', 'price.amount'),
  'Booking.status once cancelled': ofCancelled('booking', 'status', 'status'),
  'Booking.history once cancelled': ofCancelled('booking', 'history { type }', 'history.type'),
  'Room.bookings': bookingsOfRoom(({ booking }, role, relation) => booking(role, relation)),
  'Room.bookings once cancelled': bookingsOfRoom(({ cancelledBooking }, role, relation) =>
    cancelledBooking(role, relation),
  ),
  'Customer.bookings': ofCustomer(
    'booking',
    'bookings(first: 100) { edges { node { id } } }',
    ({ id }) =>
      (path) =>
        isListed(`${path}.bookings.edges.node.id`, id),
  ),
  'Customer.role': ofCustomer('booking', 'role', () => (path) => isThere(`${path}.role`)),
  'Customer.language': ofCustomer('notification', 'language', () => (path) => isThere(`${path}.language`)),
  'Customer.unreadMessages': ofCustomer(
    'notification',
    'unreadMessages',
    () => (path) => isThere(`${path}.unreadMessages`),
  ),
};

function ofNothing(subgraph: Subgraph, ask: (cast: Cast, role: TableRole) => Promise<Ask>): Probe {
  return {
    subgraph,
    relations: NOTHING,
    ask: async (cast, role) => ({ router: await ask(cast, role), subgraph: await ask(cast, role) }),
  };
}

/**
 * A mutation of a refund that was given up. Who may call it learns that the one of a kept booking was not.
 */
function ofGivenUp(field: string, input: object): Probe {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  return ofBooking('payment', ({ paymentId }) =>
    query(
      `mutation ($input: ${type}!) { ${field}(input: $input) { ... on RefundNotGivenUp { status } } }`,
      { input: { paymentId, ...input } },
      isThere(`${field}.status`),
    ),
  );
}

function ofRoom(subgraph: Subgraph, ask: (room: Room, cast: Cast) => Ask | Promise<Ask>): Probe {
  return {
    subgraph,
    relations: OF_ROOMS,
    async ask(cast, role, relation) {
      const room = await cast.room(role, relation);
      return { router: await ask(room, cast), subgraph: await ask(room, cast) };
    },
  };
}

function ofNewRoom(ask: (roomId: string, cast: Cast) => Ask): Probe {
  return ofNew('room', OF_ROOMS, async (cast, role, relation) =>
    ask(await cast.newRoomId(role, relation), cast),
  );
}

function ofCourse(ask: (courseId: string) => Ask): Probe {
  return ofNew('community', OF_COURSES, async ({ newCourseId }, role, relation) =>
    ask(await newCourseId(role, relation)),
  );
}

/** A field that is asked for with a new thing each time. */
function ofNew(
  subgraph: Subgraph,
  relations: readonly Relation[],
  ask: (cast: Cast, role: TableRole, relation: Relation) => Promise<Ask>,
): Probe {
  return {
    subgraph,
    relations,
    ask: async (...asked) => ({ router: await ask(...asked), subgraph: await ask(...asked) }),
  };
}

function ofBooking(subgraph: Subgraph, ask: (booking: Booking, cast: Cast) => Ask): Probe {
  return {
    subgraph,
    relations: OF_BOOKINGS,
    async ask(cast, role, relation) {
      const asked = ask(await cast.booking(role, relation), cast);
      return { router: asked, subgraph: asked };
    },
  };
}

/**
 * A field of a future booking. Everybody reaches it as one of its room.
 *
 * @param path of the field's value in a booking
 * @param hidden the outcome without a value
 */
function ofActive(selection: string, path: string, hidden?: Outcome): Probe {
  return {
    subgraph: 'booking',
    relations: OF_BOOKINGS,
    async ask(cast, role, relation) {
      const { id, room } = await cast.booking(role, relation);
      const document = `query ($id: ID!) { room(id: $id) { bookings(first: 100) { edges { node { id ${selection} } } } } }`;
      const router = query(document, { id: room.id }, (data) => {
        const node = valuesAt(data, 'room.bookings.edges.node').find(
          (each) => isRecord(each) && each.id === id,
        );
        if (node === undefined) throw new Error(`The booking ${id} is not among those of its room`);
        return isThere(path, hidden)(node);
      });
      return { router, subgraph: entity('Booking', id, selection, (at) => isThere(`${at}.${path}`, hidden)) };
    },
  };
}

/**
 * A field of a cancelled booking. Everybody is told its id, as that of the one that has just left its room.
 *
 * @param path of the field's value in a booking
 */
function ofCancelled(subgraph: Subgraph, selection: string, path: string): Probe {
  return {
    subgraph,
    relations: OF_BOOKINGS,
    async ask(cast, role, relation) {
      const { id, room } = await cast.cancelledBooking(role, relation);
      const router = leaving(room, selection, isThere(`${LEFT}.booking.${path}`));
      return { router, subgraph: entity('Booking', id, selection, (at) => isThere(`${at}.${path}`)) };
    },
  };
}

/** A field of a booking's customer. */
function ofCustomer(
  subgraph: Subgraph,
  selection: string,
  readOf: (booking: Booking) => (path: string) => Ask['read'],
): Probe {
  return {
    subgraph,
    relations: OF_BOOKINGS,
    async ask(cast, role, relation) {
      const booking = await cast.cancelledBooking(role, relation);
      const readAt = readOf(booking);
      const read = readAt(`${LEFT}.booking.customer`);
      const router = leaving(booking.room, `customer { id ${selection} }`, (data) =>
        valuesAt(data, `${LEFT}.booking.customer.id`).length > 0 ? read(data) : 'unreachable',
      );
      return { router, subgraph: entity('Customer', booking.customerId, selection, readAt) };
    },
  };
}

function bookingsOfRoom(
  choose: (cast: Cast, role: TableRole, relation: Relation) => Promise<Booking>,
): Probe {
  const selection = 'bookings(first: 100) { edges { node { id } } }';
  return {
    subgraph: 'booking',
    relations: OF_BOOKINGS,
    async ask(cast, role, relation) {
      const { id, room } = await choose(cast, role, relation);
      const readAt = (path: string) => isListed(`${path}.bookings.edges.node.id`, id);
      return {
        router: query(`query ($id: ID!) { room(id: $id) { ${selection} } }`, { id: room.id }, readAt('room')),
        subgraph: entity('Room', room.id, selection, readAt),
      };
    },
  };
}

/** The path of the event by which a booking has left its room. */
const LEFT = 'roomStatusChanged';

/** Asks two subgraphs for fields of the booking that has just left its room; fails when there is none. */
function leaving({ id }: Room, selection: string, read: Ask['read']): Ask {
  const document = `subscription ($id: ID!) {
    roomStatusChanged(roomIds: [$id]) { bookingId booking { id payment { id } ${selection} } } }`;
  return query(document, { id }, (data) => {
    if (valuesAt(data, `${LEFT}.bookingId`).length === 0) throw new Error(`No booking left ${id}`);
    return read(data);
  });
}
