import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { breakingAt } from '../../../platform/mongo/testing.ts';
import { roomAssigned } from '../../../schema/events/room.ts';
import { at, createFixture, details, type RoomFixture, slot } from '../testing/fixture.ts';

let fixture: RoomFixture;
let roomId: string;

const EARLIER_EVENT = newId();
const current = { bookingId: newId(), customerId: 'alice', slot: slot('06:00', '07:00') };
const next = { bookingId: newId(), customerId: 'bob', slot: slot('09:00', '10:00') };
const forgone = { bookingId: newId(), slot: slot('11:00', '12:00') };

/** A room as the version before this one has stored it: FULL now, with an event that waits. */
async function storeEarlier(assignments: readonly object[] = [current, next]): Promise<string> {
  const id = newId();
  const data = {
    room: { id, name: details.name },
    booking: { id: next.bookingId, customer: { id: 'bob' } },
    slot: next.slot,
  };
  const waiting = {
    id: newId(),
    type: roomAssigned.type,
    version: 3,
    time: at('06:00'),
    cause: { correlationId: 'story', causationId: EARLIER_EVENT },
    data,
  };
  const state = {
    ...details,
    id,
    hostId: 'host',
    status: 'FULL',
    statusSince: at('06:00'),
    occupiedBy: current.bookingId,
    deleted: false,
    assignments,
    forgone: [forgone],
    foldedName: 'han',
    nextTransitionAt: at('07:00'),
  };
  await fixture.mongo
    .collection<{ _id: string }>('rooms')
    .insertOne(Object.assign({ _id: id }, { revision: 4, version: 3, state, outbox: [waiting] }));
  return id;
}

async function start(url?: string): Promise<void> {
  const instance = await fixture.startInstance(url);
  await instance[Symbol.asyncDispose]();
}

function countOf(assignments: readonly { readonly bookingId: string }[]): Promise<number> {
  const ids = assignments.map(({ bookingId }) => bookingId);
  return fixture.models.assignments.aggregates.countDocuments({ _id: { $in: ids } });
}

const listsLeft = () =>
  fixture.mongo.collection('rooms').countDocuments({
    $or: [{ 'state.assignments': { $exists: true } }, { 'state.forgone': { $exists: true } }],
  });

beforeEach(async () => {
  fixture = await createFixture();
  roomId = await storeEarlier();
  return () => fixture[Symbol.asyncDispose]();
});

describe('a room that keeps its assignments in a list', () => {
  test('goes on with them: each ends when its slot does, and can be released before', async () => {
    await start();
    expect(await listsLeft()).toBe(0);
    fixture.setClock('06:30');
    expect(await fixture.services.jobs.changeStatuses()).toBe(1);
    fixture.setClock('09:30');
    while ((await fixture.services.jobs.changeStatuses()) > 0);
    await fixture.bookingCancelled({ id: next.bookingId, roomId, slot: next.slot });
    const names = (await fixture.history(roomId)).map(({ version, data }) => {
      const { status = 'assigned' } = data as { readonly status?: string };
      return `${version} ${status}`;
    });
    expect(names).toEqual(['3 assigned', '4 EMPTY', '5 FULL', '6 EMPTY']);
    expect(await fixture.historyOf(next.bookingId)).toMatchObject([
      { version: 1, data: { reason: 'BOOKING_CANCELLED', booking: { customer: { id: 'bob' } } } },
    ]);
  });

  test('does not assign what it has handled, also when nothing is left of it', async () => {
    await start();
    const over = { id: newId(), roomId, slot: slot('05:00', '06:00') };
    const moved = { id: next.bookingId, roomId, slot: next.slot };
    for (const booking of [moved, over])
      await fixture.bookingPaid(booking, EARLIER_EVENT, '2020-01-01T00:00:00.000Z');
    await fixture.bookingPaid({ id: forgone.bookingId, roomId, slot: forgone.slot });
    expect((await fixture.services.assignments.load(over.id)).version).toBe(0);
    expect(await fixture.historyOf(next.bookingId)).toEqual([]);
    expect(await fixture.historyOf(forgone.bookingId)).toEqual([]);
    // What waited meanwhile is assigned.
    await fixture.bookingPaid(over, newId(), '2020-01-01T00:00:00.000Z');
    expect(await fixture.historyOf(over.id)).toHaveLength(1);
  });

  test('is deleted with them', async () => {
    await start();
    expect(await fixture.services.openAssignments.countAhead(roomId, at('06:30'))).toBe(2);
  });
});

test('two processes that start at once move each assignment once, and leave what has changed since', async () => {
  for (let index = 0; index < 20; index += 1) await storeEarlier([{ ...next, bookingId: newId() }]);
  await Promise.all([start(), start(), start()]);
  expect(await listsLeft()).toBe(0);
  // Two of the first room, one of each other, and the booking that was cancelled early.
  expect(await fixture.models.assignments.aggregates.countDocuments({})).toBe(23);
  await fixture.bookingCancelled({ id: next.bookingId, roomId, slot: next.slot });
  await start();
  expect((await fixture.services.assignments.load(next.bookingId)).state).toMatchObject({
    status: 'UNASSIGNED',
  });
});

test('a start that ends in the middle of a long list loses nothing, and the next one goes on', async () => {
  const many = Array.from({ length: 1_200 }, (_, index) => ({
    bookingId: newId(),
    customerId: 'alice',
    slot: { start: at('12:00'), end: new Date(Date.parse(at('12:00')) + index + 1).toISOString() },
  }));
  await storeEarlier(many);
  // The connection breaks at the second of three commands.
  await using way = await breakingAt(many[600]?.bookingId ?? '');
  await expect(start(way.url)).rejects.toThrow();
  expect(await countOf(many)).toBe(500);
  expect(await listsLeft()).toBe(1);
  await start();
  expect(await listsLeft()).toBe(0);
  expect(await countOf(many)).toBe(1_200);
});
