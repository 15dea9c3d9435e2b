import { createClient as createEventsClient, type Client as EventsClient } from 'graphql-sse';
import { expect } from 'vitest';
import { type Client, createClient } from '../../../examples/client.ts';
import { newId } from '../../../platform/identifiers.ts';
import { eventually } from '../../../platform/testing/eventually.ts';
import { cancel, eventuallyBooking, givenBooking, book as tryToBook } from '../booking.ts';
import { givenCourse, givenReview } from '../course.ts';
import { givenRoom, type SharedInstance, slotIn } from '../instance.ts';
import { givenMessage } from '../message.ts';
import { openRoomsOfNobody } from './room-of-nobody.ts';
import type { Relation, TableRole } from './table.ts';

export type Subgraph = 'room' | 'supplies' | 'booking' | 'payment' | 'community' | 'notification' | 'view';

/** The clients of one caller. */
export type Caller = {
  readonly router: Client;
  /** Of the router, too: runs every kind of operation as server-sent events. */
  readonly events: EventsClient;
  readonly subgraphs: Readonly<Record<Subgraph, Client>>;
};

export type Room = { readonly id: string; readonly name: string; readonly supplyId: string };
export type Booking = {
  readonly id: string;
  readonly room: Room;
  readonly customerId: string;
  readonly paymentId: string;
};

/** The callers of a table, and things that stand in each relation to them. */
export type Cast = {
  readonly callers: Readonly<Record<TableRole, Caller>>;
  /** A host who is none of the callers. */
  readonly anotherHost: string;
  /** When the kept bookings were made. */
  readonly period: { readonly from: string; readonly to: string };
  /** A room that is kept: in use, known to all services and stocked. */
  room(role: TableRole, relation: Relation): Promise<Room>;
  /** A room that may be changed. */
  newRoomId(role: TableRole, relation: Relation): Promise<string>;
  newSupplyId(room: Room): Promise<string>;
  /** The name of a supply that no other room has, once the view knows it. */
  newSupplyName(room: Room): Promise<string>;
  /** A future booking that is kept. */
  booking(role: TableRole, relation: Relation): Promise<Booking>;
  /** A cancelled booking that was the last one to occupy its room. */
  cancelledBooking(role: TableRole, relation: Relation): Promise<Booking>;
  /** A future booking that may be cancelled. */
  newBookingId(role: TableRole, relation: Relation): Promise<string>;
  /** A course that may be changed. */
  newCourseId(role: TableRole, relation: Relation): Promise<string>;
  /** A review of a course that may be deleted: their own, or one in a course in that relation to them. */
  newReviewId(role: TableRole, relation: Relation): Promise<string>;
  /** Two messages of theirs, oldest first. */
  newMessageIds(role: TableRole): Promise<readonly [string, string]>;
  /** A customer all of whose bookings are over. */
  newFormerCustomer(): Promise<string>;
  /** A future slot that nobody else gets. */
  newSlot(): { readonly start: string; readonly end: string };
  [Symbol.asyncDispose](): Promise<void>;
};

const SUPPLIES = [{ name: 'Chair', quantity: 4 }];

const TRANSFER = 'mutation ($input: TransferRoomInput!) { transferRoom(input: $input) { __typename } }';
const ADD_SUPPLY = `mutation ($input: AddSupplyInput!) {
  addSupply(input: $input) { ... on AddSupplySuccess { supply { id } } } }`;
const KNOWN = `query ($id: ID!, $name: String!, $slot: SlotInput!) {
  room(id: $id) { supplies { id } }
  availableRooms(slot: $slot, filter: { nameContains: $name }) { edges { node { id } } }
  roomBoard(filter: { nameContains: $name }) { total } }`;
const IN_STOCK = 'query ($name: String!) { supplyStock(nameContains: $name) { name } }';
const PAID = 'query ($id: ID!) { booking(id: $id) { payment { id } } }';
const OCCUPANT = 'subscription ($id: ID!) { roomStatusChanged(roomIds: [$id]) { booking { id } } }';

/** Brings up the callers and everything that is kept. */
export async function openCast(instance: SharedInstance): Promise<Cast> {
  const run = newId().slice(-8);
  const nameOf = (who: string) => `${who}-${run}`;
  const roomsOfNobody = await openRoomsOfNobody(instance);
  const admin = await instance.as(nameOf('ada'), 'admin');
  const anotherHost = await instance.as(nameOf('otto'), 'host');
  const somebody = await instance.as(nameOf('oscar'));
  /** Sees as a host what a customer owns, whose own role does not let them see it. */
  const customerAsHost = await instance.as(nameOf('customer'), 'host');
  let slots = 0;

  function callerWith(token: string | undefined): Caller {
    const clientOf = (subgraph: Subgraph) => createClient({ url: instance.addressOf(subgraph), token });
    return {
      router: instance.anonymous(token),
      events: createEventsClient({
        url: `${instance.url}/graphql`,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      }),
      subgraphs: {
        room: clientOf('room'),
        supplies: clientOf('supplies'),
        booking: clientOf('booking'),
        payment: clientOf('payment'),
        community: clientOf('community'),
        notification: clientOf('notification'),
        view: clientOf('view'),
      },
    };
  }

  const callers = {
    anonymous: callerWith(undefined),
    customer: callerWith(await instance.token(nameOf('customer'), 'customer')),
    host: callerWith(await instance.token(nameOf('host'), 'host')),
    admin: callerWith(await instance.token(nameOf('admin'), 'admin')),
  };

  function newSlot() {
    slots += 1;
    return slotIn(24 + slots * 2);
  }

  /** Whoever is not signed in owns nothing, and asks for what is another's. */
  function relationOf(role: TableRole, relation: Relation): Relation {
    return role === 'anonymous' && relation !== '–' ? "another's" : relation;
  }

  async function register(role: TableRole, relation: Relation, name: string): Promise<string> {
    const room = { name, supplies: SUPPLIES };
    if (relation === "nobody's") return roomsOfNobody.store(name);
    if (relation === "another's") return givenRoom(anotherHost, room);
    if (role !== 'customer') return givenRoom(callers[role].router, room);
    const id = await givenRoom(anotherHost, room);
    const { data } = await admin.run(TRANSFER, { input: { id, hostId: nameOf('customer') } });
    expect(data).toEqual({ transferRoom: { __typename: 'TransferRoomSuccess' } });
    return id;
  }

  const newName = () => `Access ${newId()}`;

  async function newCourseId(role: TableRole, relation: Relation): Promise<string> {
    if (relationOf(role, relation) === "another's") return givenCourse(anotherHost);
    return givenCourse(role === 'customer' ? customerAsHost : callers[role].router);
  }

  async function newReviewId(role: TableRole, of: Relation): Promise<string> {
    const relation = relationOf(role, of);
    const id = await newCourseId(role, roomRelationOf(relation));
    return givenReview(relation === 'own' ? callers[role].router : somebody, { type: 'COURSE', id });
  }

  async function makeRoom(role: TableRole, relation: Relation): Promise<Room> {
    const name = newName();
    const id = await register(role, relation, name);
    const slot = newSlot();
    const supplyId = await eventually(async () => {
      const { data } = await admin.run<KnownRoom, object>(KNOWN, { id, name, slot });
      expect(data?.availableRooms.edges).toHaveLength(1);
      expect(data?.roomBoard.total).toBe(1);
      const supply = data?.room.supplies?.[0];
      if (!supply) throw new Error('The room is not stocked yet');
      return supply.id;
    });
    return { id, name, supplyId };
  }

  /** Adds a supply to a room and returns its id. */
  async function addSupply({ id: roomId }: Room, name: string): Promise<string> {
    const input = { roomId, name, quantity: 1 };
    const { data } = await admin.run<AddedSupply, object>(ADD_SUPPLY, { input });
    if (!data) throw new Error('The supply was not added');
    return data.addSupply.supply.id;
  }

  /** The room in which a booking of that relation is made. */
  function roomRelationOf(relation: Relation): Relation {
    return relation === 'in own room' ? 'own' : relation === 'own' ? "another's" : relation;
  }

  async function book(
    role: TableRole,
    relation: Relation,
    room: Room,
    slot?: ReturnType<typeof newSlot>,
  ): Promise<Booking> {
    const isOwn = relation === 'own';
    const customer = isOwn ? callers[role].router : somebody;
    const id = await givenBooking(customer, { roomId: room.id, ...(slot ? { slot } : {}) });
    const viewer = relation === 'in own room' && role === 'customer' ? customerAsHost : admin;
    const paymentId = await eventually(async () => {
      const { data } = await viewer.run<PaidBooking, object>(PAID, { id });
      if (!data?.booking?.payment) throw new Error('The payment is not seen yet');
      return data.booking.payment.id;
    });
    return { id, room, customerId: isOwn ? nameOf(role) : nameOf('oscar'), paymentId };
  }

  async function makeBooking(role: TableRole, relation: Relation): Promise<Booking> {
    return book(role, relation, await room(role, roomRelationOf(relation)), newSlot());
  }

  async function makeCancelled(role: TableRole, relation: Relation): Promise<Booking> {
    const booking = await book(role, relation, await makeRoom(role, roomRelationOf(relation)));
    await eventuallyBooking(admin, booking.id, 'CONFIRMED', 'CAPTURED');
    await eventually(async () => {
      const occupied = admin.subscribe<Occupied, object>(OCCUPANT, { id: booking.room.id });
      const first = await occupied.next();
      await occupied.return?.();
      expect(first.value?.data?.roomStatusChanged.booking?.id).toBe(booking.id);
    });
    const result = await cancel(admin, { id: booking.id, reason: 'Ill.' });
    expect(result.__typename).toBe('CancelBookingSuccess');
    return booking;
  }

  const room = kept(makeRoom);
  const booking = kept(makeBooking);
  const cancelledBooking = kept(makeCancelled);

  /** Makes a thing once for each role that it belongs to, and once for all others. */
  function kept<Thing>(make: (role: TableRole, relation: Relation) => Promise<Thing>) {
    const things = new Map<string, Promise<Thing>>();
    return (role: TableRole, of: Relation): Promise<Thing> => {
      const relation = relationOf(role, of);
      const key = relation === 'own' || relation === 'in own room' ? `${role} ${relation}` : relation;
      const thing = things.get(key) ?? make(role, relation);
      things.set(key, thing);
      return thing;
    };
  }

  const from = new Date().toISOString();
  const roles = ['customer', 'host', 'admin'] as const;
  const relations = ['own', 'in own room', "another's", "nobody's"] as const;
  await Promise.all(
    roles.flatMap((role) =>
      relations.flatMap((relation) => [booking(role, relation), cancelledBooking(role, relation)]),
    ),
  );

  return {
    callers,
    anotherHost: nameOf('otto'),
    period: { from, to: new Date().toISOString() },
    room,
    newRoomId: (role, relation) => register(role, relationOf(role, relation), newName()),
    newSupplyId: (room) => addSupply(room, newName()),
    async newSupplyName(room) {
      const name = newName();
      await addSupply(room, name);
      await eventually(async () => {
        const { data } = await admin.run<InStock, object>(IN_STOCK, { name });
        expect(data?.supplyStock).toHaveLength(1);
      });
      return name;
    },
    booking,
    cancelledBooking,
    newCourseId,
    newReviewId,
    async newMessageIds(role) {
      const customer = role === 'anonymous' ? somebody : callers[role].router;
      const older = await givenMessage(customer, await givenCourse(anotherHost));
      return [older, await givenMessage(customer, await givenCourse(anotherHost))];
    },
    async newFormerCustomer() {
      const name = nameOf(`former-${newId()}`);
      const declined = await tryToBook(await instance.as(name), {
        roomId: await givenRoom(anotherHost),
        slot: newSlot(),
        paymentMethod: 'pm_card_visa_chargeDeclined',
      });
      expect(declined.__typename).toBe('PaymentDeclined');
      return name;
    },
    newBookingId: async (role, relation) => (await makeBooking(role, relationOf(role, relation))).id,
    newSlot,
    [Symbol.asyncDispose]: () => roomsOfNobody[Symbol.asyncDispose](),
  };
}

type Ids = readonly { readonly id: string }[];
type KnownRoom = {
  readonly room: { readonly supplies: Ids | null };
  readonly availableRooms: { readonly edges: readonly unknown[] };
  readonly roomBoard: { readonly total: number };
};
type InStock = { readonly supplyStock: readonly unknown[] };
type PaidBooking = { readonly booking: { readonly payment: { readonly id: string } | null } | null };
type Occupied = { readonly roomStatusChanged: { readonly booking: { readonly id: string } | null } };
type AddedSupply = { readonly addSupply: { readonly supply: { readonly id: string } } };
