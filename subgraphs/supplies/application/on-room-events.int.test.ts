import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { suppliesProvisioned, suppliesRemoved } from '../../../schema/events/supplies.ts';
import { DEFAULT_LINES } from '../domain/catalogue.ts';
import type { SupplyLine } from '../domain/supply-line.ts';
import { createFixture, type SuppliesFixture } from '../testing/fixture.ts';

let fixture: SuppliesFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

async function linesOf(roomId: string): Promise<readonly SupplyLine[]> {
  const found = await fixture.services.queries.byRooms([roomId]);
  return found.map(({ name, quantity }) => ({ name, quantity }));
}

describe('a registered room', () => {
  test('is stocked with the supplies of its registration', async () => {
    const roomId = newId();
    await fixture.registerRoom(roomId, [
      { name: 'Chair', quantity: 12 },
      { name: 'Flip chart', quantity: 1 },
    ]);
    expect(await linesOf(roomId)).toEqual([
      { name: 'Chair', quantity: 12 },
      { name: 'Flip chart', quantity: 1 },
    ]);
  });

  test('is stocked with nothing when its registration has an empty list', async () => {
    const roomId = newId();
    await fixture.registerRoom(roomId, []);
    expect(await linesOf(roomId)).toEqual([]);
    expect((await fixture.services.stocks.load(roomId)).state?.status).toBe('PROVISIONED');
  });

  test('is stocked with the standard supplies when its registration has none', async () => {
    const before = newId();
    await fixture.registerRoom(before, null);
    expect(await linesOf(before)).toEqual(DEFAULT_LINES);

    const lines = [{ name: 'Beanbag', quantity: 3 }];
    const attempt = { commandId: newId(), isRetry: false };
    const cause = { correlationId: 'story', causationId: 'story' };
    await fixture.services.setStandardSupplies({ attempt, lines, cause });
    const after = newId();
    await fixture.registerRoom(after, null);
    expect(await linesOf(after)).toEqual(lines);
    expect(await linesOf(before)).toEqual(DEFAULT_LINES);
  });

  test('is stocked once when the event is redelivered', async () => {
    const [roomId, eventId] = [newId(), newId()];
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }], eventId);
    const first = await fixture.services.queries.byRooms([roomId]);
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }], eventId);
    await fixture.publish();
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }], eventId);
    expect(await fixture.services.queries.byRooms([roomId])).toEqual(first);
    expect(await fixture.publish()).toEqual([]);
  });

  test('is published with its supplies, caused by the registration', async () => {
    const [roomId, eventId] = [newId(), newId()];
    await fixture.publish();
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 2 }], eventId);
    const supplies = await fixture.services.queries.byRooms([roomId]);
    const published = await fixture.publish();
    expect(published).toMatchObject([
      {
        type: suppliesProvisioned.type,
        aggregateId: roomId,
        version: 1,
        cause: { correlationId: 'story', causationId: eventId },
        data: { room: { id: roomId }, supplies: supplies.map(({ roomId: _, ...supply }) => supply) },
      },
    ]);
    expect(suppliesProvisioned.data.safeParse(published[0]?.data).success).toBe(true);
  });
});

describe('a deleted room', () => {
  test('has no supplies', async () => {
    const roomId = newId();
    await fixture.registerRoom(roomId, null);
    const ids = (await fixture.services.queries.byRooms([roomId])).map(({ id }) => id);
    await fixture.publish();
    await fixture.deleteRoom(roomId);
    expect(await linesOf(roomId)).toEqual([]);
    expect(await fixture.services.queries.byIds(ids)).toEqual([]);
    expect(await fixture.publish()).toMatchObject([
      { type: suppliesRemoved.type, version: 2, data: { room: { id: roomId }, supplies: [] } },
    ]);
  });

  test('stays deleted when its registration arrives later', async () => {
    const roomId = newId();
    await fixture.deleteRoom(roomId);
    await fixture.registerRoom(roomId, null);
    expect(await linesOf(roomId)).toEqual([]);
    expect((await fixture.services.stocks.load(roomId)).state?.status).toBe('REMOVED');
  });

  test('is emptied once when both events are redelivered at the same time', async () => {
    const [roomId, registration, deletion] = [newId(), newId(), newId()];
    await fixture.publish();
    await Promise.all([
      fixture.registerRoom(roomId, null, registration),
      fixture.deleteRoom(roomId, deletion),
      fixture.registerRoom(roomId, null, registration),
      fixture.deleteRoom(roomId, deletion),
    ]);
    expect(await linesOf(roomId)).toEqual([]);
    const removals = (await fixture.publish()).filter(({ type }) => type === suppliesRemoved.type);
    expect(removals).toHaveLength(1);
  });
});
