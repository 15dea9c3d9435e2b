import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { at, cause, createFixture, host, type RoomFixture, slot } from '../testing/fixture.ts';

let fixture: RoomFixture;
let roomId: string;

beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
beforeEach(async () => {
  fixture.setClock('06:00');
  roomId = await fixture.register();
});

/** Stores assignments of a room directly, each a minute long. */
async function fill(count: number, { mongo } = fixture): Promise<void> {
  const start = Date.parse(at('12:00'));
  const documents = Array.from({ length: count }, (_, index) => {
    const bookingId = newId();
    const [begin, end] = [0, 1].map((more) => new Date(start + (index + more) * 60_000).toISOString());
    const booked = { bookingId, roomId, customerId: 'alice', slot: { start: begin, end } };
    const state = {
      ...booked,
      status: 'ASSIGNED',
      assignedAt: at('06:00'),
      beginsAt: begin,
      dueAt: begin,
    };
    return { _id: bookingId, revision: 1, version: 0, state, outbox: [] };
  });
  await mongo.collection<{ _id: string }>('assignments').insertMany(documents);
}

/** The documents that have changed meanwhile, and their size in characters. */
async function writesOf(work: () => Promise<unknown>) {
  const before = await stored();
  await work();
  const changed = [...(await stored())].filter(([id, { revision }]) => before.get(id)?.revision !== revision);
  return { documents: changed.length, size: changed.reduce((sum, [, { size }]) => sum + size, 0) };
}

/** All documents of the service's aggregates. */
async function stored() {
  const found = new Map<string, { readonly revision: number; readonly size: number }>();
  for (const name of ['rooms', 'assignments']) {
    const all = fixture.mongo.collection<{ _id: string; revision: number }>(name).find();
    for await (const each of all)
      found.set(each._id, { revision: each.revision, size: JSON.stringify(each).length });
  }
  return found;
}

test('an assignment writes one document of its own, however many bookings are ahead of its room', async () => {
  const book = () => fixture.bookingPaid({ id: newId(), roomId, slot: slot('10:00', '11:00') });
  const none = await writesOf(book);
  await fill(2_000);
  const many = await writesOf(book);
  expect(none).toEqual({ documents: 1, size: expect.any(Number) });
  expect(many).toEqual(none);
});

test('a stored assignment is loaded as it was', async () => {
  const booking = { id: newId(), roomId, slot: slot('09:00', '10:00') };
  await fixture.bookingPaid(booking);
  const booked = { bookingId: booking.id, roomId, customerId: 'alice', slot: booking.slot };
  expect(await fixture.services.assignments.load(booking.id)).toEqual({
    version: 1,
    state: { ...booked, status: 'ASSIGNED', assignedAt: at('06:00') },
  });
  await fixture.bookingCancelled(booking);
  expect(await fixture.services.assignments.load(booking.id)).toEqual({
    version: 2,
    state: { ...booked, status: 'UNASSIGNED', reason: 'BOOKING_CANCELLED' },
  });
});

describe('the indexes', () => {
  const assignments = () => fixture.mongo.collection('assignments');

  test('have what is due of all rooms: the beginning, then the end, then nothing', async () => {
    const own = await createFixture();
    await using _disposed = own;
    const { jobs, openAssignments } = own.services;
    const room = await own.register();
    await own.bookingPaid({ id: newId(), roomId: room, slot: slot('09:00', '10:00') });
    expect(await openAssignments.dueBy(at('08:59'), 10)).toEqual([]);
    expect(await openAssignments.dueBy(at('09:00'), 10)).toEqual([{ id: room, dueAt: at('09:00') }]);
    own.setClock('09:00');
    await jobs.changeStatuses();
    expect(await openAssignments.dueBy(at('23:00'), 10)).toEqual([{ id: room, dueAt: at('10:00') }]);
    own.setClock('10:00');
    await jobs.changeStatuses();
    expect(await openAssignments.dueBy(at('23:00'), 10)).toEqual([]);
    const plan = await own.mongo
      .collection('assignments')
      .find({ 'state.dueAt': { $lte: at('23:00') } })
      .sort({ 'state.dueAt': 1 })
      .explain('executionStats');
    expect(plan.executionStats).toMatchObject({ totalDocsExamined: 0, totalKeysExamined: 0 });
  });

  test('follow a closed room, too, so that it is right when it is reopened', async () => {
    const booking = { id: newId(), roomId, slot: slot('09:00', '10:00') };
    await fixture.bookingPaid(booking);
    await fixture.services.closeRoom({ id: roomId, actor: host, cause });
    fixture.setClock('09:30');
    while ((await fixture.services.jobs.changeStatuses()) > 0);
    await fixture.services.reopenRoom({ id: roomId, actor: host, cause });
    expect(await fixture.services.queries.byIds([roomId], at('09:30'))).toMatchObject([
      { status: 'FULL', occupiedBy: booking.id },
    ]);
  });

  test('find what a room is assigned to now without what is ahead, and count that without reading it', async () => {
    await fill(500);
    await fixture.bookingPaid({ id: newId(), roomId, slot: slot('07:00', '08:00') });
    const present = await assignments()
      .find({ 'state.roomId': roomId, 'state.beginsAt': { $lte: at('07:30') } })
      .explain('executionStats');
    expect(present.executionStats).toMatchObject({ totalDocsExamined: 1 });
    expect(await fixture.services.openAssignments.countAhead(roomId, at('07:30'))).toBe(501);
    // Its end is not stored yet.
    expect(await fixture.services.openAssignments.countAhead(roomId, at('08:00'))).toBe(500);
  });

  test('find what may be out of date without reading the others', async () => {
    const due = await assignments()
      .find(
        { 'state.dueAt': { $lte: at('06:00') }, 'state.roomId': { $in: [roomId] } },
        { projection: { _id: 0, 'state.roomId': 1 } },
      )
      .hint('due')
      .explain('executionStats');
    expect(due.executionStats).toMatchObject({ totalDocsExamined: 0 });
    expect(due.executionStats.totalKeysExamined).toBeLessThan(3);
  });
});

test('slots that begin at one instant change the statuses of their rooms, in as many runs as it takes', async () => {
  const own = await createFixture();
  await using _disposed = own;
  const rooms = await Promise.all(Array.from({ length: 450 }, () => own.register()));
  await Promise.all(
    rooms.map((room) => own.bookingPaid({ id: newId(), roomId: room, slot: slot('09:00', '10:00') })),
  );
  own.setClock('09:00');
  const runs: number[] = [];
  for (let done = -1; done !== 0; runs.push(done)) done = await own.services.jobs.changeStatuses();
  expect(runs).toEqual([200, 200, 50, 0]);
  expect(await own.services.queries.count({ status: 'FULL' }, at('09:00'))).toBe(450);
  const stored = await own.models.rooms.aggregates.countDocuments({ 'state.status': 'FULL' });
  expect(stored).toBe(450);
});

test('after a long downtime a room catches up in runs, and the changes are those of the slots', async () => {
  const own = await createFixture();
  await using _disposed = own;
  roomId = await own.register();
  await fill(500, own);
  own.setClock('21:00');
  const runs: number[] = [];
  for (let done = -1; done !== 0; runs.push(done)) done = await own.services.jobs.changeStatuses();
  // 500 beginnings and 500 ends.
  expect(runs.filter((rooms) => rooms === 1).length).toBeGreaterThan(2);
  const [, , ...changes] = await own.history(roomId);
  expect(changes).toHaveLength(501);
  expect(changes.map(({ time }) => time)).toEqual(
    Array.from({ length: 501 }, (_, index) =>
      new Date(Date.parse(at('12:00')) + index * 60_000).toISOString(),
    ),
  );
});
