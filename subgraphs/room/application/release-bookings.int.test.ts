import { beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { breakingAt } from '../../../platform/mongo/testing.ts';
import { cause, createFixture, host, type RoomFixture, slot } from '../testing/fixture.ts';
import { type SuppliesStub, startSuppliesStub } from '../testing/supplies-stub.ts';

let supplies: SuppliesStub;
let fixture: RoomFixture;
let roomId: string;

beforeAll(async () => {
  supplies = await startSuppliesStub();
  return () => supplies[Symbol.asyncDispose]();
});
beforeEach(async () => {
  fixture = await createFixture({ suppliesUrl: supplies.url });
  roomId = await fixture.register();
  return () => fixture[Symbol.asyncDispose]();
});

function remove({ deleteRoom }: Pick<RoomFixture['services'], 'deleteRoom'> = fixture.services) {
  const attempt = { commandId: newId(), isRetry: false };
  return deleteRoom({ attempt, id: roomId, actor: host, cancelBookings: true, cause });
}

/** Assigns the room to this many bookings, in the order of their ids. */
async function assign(count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => newId());
  const [start, end] = ['09:00', '10:00'] as const;
  await Promise.all(ids.map((id) => fixture.bookingPaid({ id, roomId, slot: slot(start, end) })));
  return ids;
}

async function statuses(ids: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const found = await Promise.all(ids.map((id) => fixture.services.assignments.load(id)));
  const byStatus = Map.groupBy(found, ({ state }) => state?.status ?? 'NONE');
  return Object.fromEntries([...byStatus].map(([status, all]) => [status, all.length]));
}

const roomState = async () => (await fixture.services.rooms.load(roomId)).state;

test('a deletion releases a batch of bookings at once, and the scheduled job releases the others', async () => {
  const ids = await assign(1_200);
  expect(await remove()).toEqual({ kind: 'DeleteRoomSuccess' });
  expect(await statuses(ids)).toEqual({ UNASSIGNED: 500, ASSIGNED: 700 });
  expect(await roomState()).toMatchObject({ deleted: true, releasing: true });
  expect(await fixture.services.jobs.releaseDeleted()).toBe(1);
  expect(await fixture.services.jobs.releaseDeleted()).toBe(1);
  expect(await fixture.services.jobs.releaseDeleted()).toBe(0);
  expect(await statuses(ids)).toEqual({ UNASSIGNED: 1_200 });
  expect(await roomState()).toMatchObject({ deleted: true, releasing: false });
  const events = (await Promise.all(ids.map(fixture.historyOf))).flat();
  expect(events.filter(({ type }) => type.includes('.unassigned.'))).toHaveLength(1_200);
});

test('the document of the room takes no more with many bookings than with none', async () => {
  const sizeOf = async () => {
    const document = await fixture.models.rooms.aggregates.findById(roomId).lean();
    return JSON.stringify(document).length;
  };
  await assign(400);
  await remove();
  const many = await sizeOf();
  roomId = await fixture.register();
  await remove();
  expect(many).toBe(await sizeOf());
});

test('a deletion that is cut short in the middle of a batch is taken up again, by any instance', async () => {
  const ids = await assign(300);
  const [lost = ''] = ids.slice(250);
  // The connection breaks at each command about this booking.
  await using way = await breakingAt(lost);
  await using instance = await fixture.startInstance(way.url);
  await expect(remove(instance)).rejects.toThrow();
  expect((await statuses([lost])).ASSIGNED).toBe(1);
  expect(await roomState()).toMatchObject({ deleted: true, releasing: true });
  await Promise.all([fixture.services.jobs.releaseDeleted(), fixture.services.jobs.releaseDeleted()]);
  expect(await statuses(ids)).toEqual({ UNASSIGNED: 300 });
  expect(await roomState()).toMatchObject({ releasing: false });
});

test('each booking that is assigned while the room is deleted ends unassigned', async () => {
  for (let round = 0; round < 20; round += 1) {
    roomId = await fixture.register();
    const bookings = Array.from({ length: 6 }, () => ({
      id: newId(),
      roomId,
      slot: slot('09:00', '10:00'),
    }));
    const [deleted] = await Promise.all([remove(), ...bookings.map((each) => fixture.bookingPaid(each))]);
    expect(deleted).toEqual({ kind: 'DeleteRoomSuccess' });
    while ((await fixture.services.jobs.releaseDeleted()) > 0);
    expect(await statuses(bookings.map(({ id }) => id))).toEqual({ UNASSIGNED: 6 });
  }
});
