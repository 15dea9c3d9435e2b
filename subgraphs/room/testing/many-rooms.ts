import type { Room } from '../domain/room.ts';
import { toStoredAssignment } from '../store/mongo-assignment-store.ts';
import { toStoredRoom } from '../store/mongo-room-store.ts';
import { at, details, type RoomFixture } from './fixture.ts';

/** How much a store has. */
export type ManyRooms = {
  readonly rooms: number;
  /** Bookings of each room: nine of ten are over. */
  readonly bookingsOfRoom: number;
};

type Stored = { readonly _id: string };

const HOSTED_ROOMS = 10;
const EVERY_MS = 2 * 3_600_000;
const HOUR_MS = 3_600_000;
const BATCH = 5_000;

/** The id of the room of a number from 0 on. */
export function roomId(number: number): string {
  return `0190b6a0-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** The host of the room of a number: each has ten rooms. */
export function hostOf(number: number): string {
  return `host ${Math.floor(number / HOSTED_ROOMS)}`;
}

/**
 * Stores rooms as if they had been registered and assigned. Room 7 is called "Blue hall" and is in Busan, 8
 * is for 900, 9 is cheap, 6 has an organ, 5 is closed; each tenth room from 4 on is FULL.
 */
export async function storeManyRooms({ mongo }: RoomFixture, { rooms, bookingsOfRoom }: ManyRooms) {
  const documents = mongo.collection<Stored>('rooms');
  const assignments = mongo.collection<Stored>('assignments');
  let booked: Stored[] = [];
  for (let first = 0; first < rooms; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, rooms - first) }, (_, index) => first + index);
    await documents.insertMany(numbers.map(roomDocument));
    for (const number of numbers) {
      for (let each = 0; each < bookingsOfRoom; each += 1)
        booked.push(assignmentDocument(number, each, bookingsOfRoom));
      if (booked.length < BATCH) continue;
      await assignments.insertMany(booked);
      booked = [];
    }
  }
  if (booked.length > 0) await assignments.insertMany(booked);
}

function roomDocument(number: number) {
  const id = roomId(number);
  const room: Room = {
    ...details,
    id,
    hostId: hostOf(number),
    name: number === 7 ? 'Blue hall' : `Room ${number}`,
    location: number === 7 ? 'Busan' : 'Seoul',
    capacity: number === 8 ? 900 : 10,
    hourlyRate: { amount: number === 9 ? 1 : 1_000, currency: 'KRW' },
    status: number === 5 ? 'CLOSED' : number % 10 === 4 ? 'FULL' : 'EMPTY',
    statusSince: at('05:00'),
    closedReason: null,
    deleted: false,
    occupiedBy: null,
  };
  const items = [{ name: 'chair' }, ...(number === 6 ? [{ name: 'organ' }] : [])];
  const state = toStoredRoom(room);
  return { _id: id, revision: 1, version: 2, state, outbox: [], supplies: { version: 1, items } };
}

/** A booking of a room by its number. Those to come are due at their beginnings. */
function assignmentDocument(room: number, number: number, bookings: number) {
  const bookingId = `${number.toString(16).padStart(8, '0')}${roomId(room).slice(8)}`;
  const index = number - Math.floor(bookings * 0.9);
  const start = Date.parse(at('07:00')) + index * EVERY_MS;
  const { beginsAt, dueAt, ...over } = toStoredAssignment({
    bookingId,
    roomId: roomId(room),
    customerId: 'alice',
    slot: { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() },
    status: 'ASSIGNED',
    assignedAt: new Date(start - HOUR_MS).toISOString(),
  });
  const state = index < 0 ? over : { ...over, beginsAt, dueAt };
  return { _id: bookingId, revision: 1, version: 1, state, outbox: [] };
}
