import { expect, test } from 'vitest';
import { beginOf, type Present, roomAt, transitionsUntil } from './occupancy.ts';
import { evolve, type OfferedRoom } from './room.ts';

const START = Date.parse('2030-05-01T00:00:00.000Z');
const MINUTES = 60_000;

function at(minutes: number): string {
  return new Date(START + minutes * MINUTES).toISOString();
}

function emptyRoom(): OfferedRoom {
  const details = {
    name: 'Han',
    description: null,
    location: null,
    capacity: 8,
    hourlyRate: { amount: 1, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
  };
  const room = evolve(undefined, {
    type: 'RoomRegistered',
    at: at(0),
    id: 'room',
    hostId: 'henry',
    details,
    supplies: null,
  });
  if (room.deleted) throw new Error('A new room is not deleted');
  return room;
}

/** Assignments in pairs without a break. Each look at a slot is counted. */
function manyOf(count: number): { readonly present: readonly Present[]; readonly looks: () => number } {
  let looks = 0;
  const present = Array.from({ length: count }, (_, index) => {
    const start = at(index * 30);
    const slot = { start, end: at(index * 30 + (index % 2 === 0 ? 30 : 20)) };
    return {
      bookingId: `booking-${index}`,
      beginsAt: start,
      get slot() {
        looks += 1;
        return slot;
      },
    };
  });
  return { present, looks: () => looks };
}

test('the work to catch up is linear in the number of changes', () => {
  const looksFor = (count: number) => {
    const { present, looks } = manyOf(count);
    const changes = transitionsUntil(emptyRoom(), present, at(count * 30));
    // A pair of slots has one break after it.
    expect(changes).toHaveLength(count * 1.5);
    return looks();
  };
  const [few, many] = [looksFor(100), looksFor(1_000)];
  expect(many / few).toBeLessThanOrEqual(10.5);
});

test('a room is read as its changes leave it', () => {
  const { present } = manyOf(4);
  const room = emptyRoom();
  expect(roomAt(room, present, at(35))).toMatchObject({
    status: 'FULL',
    statusSince: at(30),
    occupiedBy: 'booking-1',
  });
  expect(roomAt(room, present, at(55))).toMatchObject({
    status: 'EMPTY',
    statusSince: at(50),
    occupiedBy: null,
  });
  expect(roomAt(room, [], at(55))).toBe(room);
});

test('an assignment counts from its slot, or from its own instant, and not when its slot is over', () => {
  const slot = { start: at(30), end: at(60) };
  expect(beginOf(slot, at(0))).toBe(at(30));
  expect(beginOf(slot, at(40))).toBe(at(40));
  expect(beginOf(slot, at(60))).toBeUndefined();
  expect(beginOf({ start: at(30), end: at(30) }, at(0))).toBeUndefined();
});
