import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { newId } from '../../../platform/identifiers.ts';
import { suppliesChanged, suppliesProvisioned, suppliesRemoved } from '../../../schema/events/supplies.ts';
import { DEFAULT_LINES } from '../domain/catalogue.ts';
import type { SupplyLine } from '../domain/supply-line.ts';
import { createFixture, HOST, type SuppliesFixture } from '../testing/fixture.ts';

let fixture: SuppliesFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

const HOUSE_LINES = [{ name: 'Beanbag', quantity: 3 }];

async function setStandard(actor: Actor, lines: readonly SupplyLine[]): Promise<void> {
  const attempt = { commandId: newId(), isRetry: false };
  const cause = { correlationId: 'story', causationId: 'story' };
  await fixture.services.setStandardSupplies({ attempt, lines, cause, actor });
}

/** The host whom the stock of a room knows; undefined when it knows none, also not that there is none. */
async function hostOf(roomId: string): Promise<string | null | undefined> {
  const { state } = await fixture.services.stocks.load(roomId);
  return state === undefined || state.status === 'REMOVED' ? undefined : state.host.id;
}

function byName(a: SupplyLine, b: SupplyLine): number {
  return a.name < b.name ? -1 : 1;
}

async function linesOf(roomId: string): Promise<readonly SupplyLine[]> {
  const found = await fixture.suppliesOf(roomId);
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

  test('is stocked with the standard supplies of the house when its registration has none', async () => {
    const before = newId();
    await fixture.registerRoom(before, null);
    expect(await linesOf(before)).toEqual(DEFAULT_LINES.toSorted(byName));

    await setStandard({ subject: 'ada', manages: 'ALL' }, HOUSE_LINES);
    const after = newId();
    await fixture.registerRoom(after, null);
    expect(await linesOf(after)).toEqual(HOUSE_LINES);
    expect(await linesOf(before)).toEqual(DEFAULT_LINES.toSorted(byName));
  });

  test('is stocked with its host’s own standard supplies if they have set some', async () => {
    const host = { id: newId() };
    const own = [{ name: 'Sofa', quantity: 2 }];
    await setStandard({ subject: 'ada', manages: 'ALL' }, HOUSE_LINES);
    await setStandard({ subject: host.id, manages: 'OWN' }, own);
    const [theirs, chosen, another] = [newId(), newId(), newId()];
    await fixture.registerRoom(theirs, null, { host });
    await fixture.registerRoom(chosen, [{ name: 'Chair', quantity: 1 }], { host });
    await fixture.registerRoom(another, null, { host: { id: newId() } });
    expect(await linesOf(theirs)).toEqual(own);
    expect(await linesOf(chosen)).toEqual([{ name: 'Chair', quantity: 1 }]);
    expect(await linesOf(another)).toEqual(HOUSE_LINES);
  });

  test('is stocked with nothing when that is what its host has set', async () => {
    const [host, roomId] = [{ id: newId() }, newId()];
    await setStandard({ subject: host.id, manages: 'OWN' }, []);
    await fixture.registerRoom(roomId, null, { host });
    expect(await linesOf(roomId)).toEqual([]);
  });

  test.each([null, undefined])(
    'belongs to nobody and gets the supplies of the house when its host is %s',
    async (host) => {
      const roomId = newId();
      await setStandard({ subject: 'ada', manages: 'ALL' }, HOUSE_LINES);
      await fixture.registerRoom(roomId, null, { host });
      expect(await linesOf(roomId)).toEqual(HOUSE_LINES);
      expect(await hostOf(roomId)).toBeNull();
    },
  );

  test('is stocked once when the event is redelivered', async () => {
    const [roomId, eventId] = [newId(), newId()];
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }], { eventId });
    const first = await fixture.suppliesOf(roomId);
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }], { eventId });
    await fixture.publish();
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }], { eventId });
    expect(await fixture.suppliesOf(roomId)).toEqual(first);
    expect(await fixture.publish()).toEqual([]);
  });

  test('is published with its supplies, caused by the registration', async () => {
    const [roomId, eventId] = [newId(), newId()];
    await fixture.publish();
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 2 }], { eventId });
    const supplies = await fixture.suppliesOf(roomId);
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

describe('a room that is handed over', () => {
  test('has its new host, and its supplies as they were; nothing is published', async () => {
    const roomId = newId();
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }]);
    await fixture.publish();
    expect(await hostOf(roomId)).toBe(HOST);
    await fixture.transferRoom(roomId, 'another host');
    expect(await hostOf(roomId)).toBe('another host');
    expect(await linesOf(roomId)).toEqual([{ name: 'Chair', quantity: 1 }]);
    expect(await fixture.publish()).toEqual([]);
  });

  test('has the host of its last transfer, in whatever order they arrive', async () => {
    const roomId = newId();
    await fixture.registerRoom(roomId, []);
    await fixture.transferRoom(roomId, 'third', 3);
    await fixture.transferRoom(roomId, 'second', 2);
    expect(await hostOf(roomId)).toBe('third');
    await fixture.transferRoom(roomId, 'second', 4);
    expect(await hostOf(roomId)).toBe('second');
  });

  test('is stocked when its registration arrives later, and keeps its new host', async () => {
    const roomId = newId();
    await fixture.publish();
    await fixture.transferRoom(roomId, 'another host');
    expect(await linesOf(roomId)).toEqual([]);
    await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 1 }]);
    expect(await linesOf(roomId)).toEqual([{ name: 'Chair', quantity: 1 }]);
    expect(await hostOf(roomId)).toBe('another host');
    // The versions of published events have no gaps, whatever else the stock has recorded.
    expect(await fixture.publish()).toMatchObject([{ type: suppliesProvisioned.type, version: 1 }]);
  });

  test('stays empty when it is deleted', async () => {
    const roomId = newId();
    await fixture.deleteRoom(roomId);
    await fixture.transferRoom(roomId, 'another host');
    expect((await fixture.services.stocks.load(roomId)).state).toEqual({ status: 'REMOVED', roomId });
  });
});

test('every published event carries all supplies of the room and the next version', async () => {
  const roomId = newId();
  await fixture.publish();
  const { addSupply, updateSupply, removeSupply } = fixture.services;
  const command = () => ({
    attempt: { commandId: newId(), isRetry: false },
    cause: { correlationId: 'story', causationId: 'story' },
    actor: { subject: HOST, manages: 'OWN' } as const,
  });
  await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 8 }]);
  const added = await addSupply({ ...command(), roomId, name: 'Marker', quantity: 4 });
  const id = added.kind === 'AddSupplySuccess' ? added.supply.id : '';
  await fixture.transferRoom(roomId, HOST, 2);
  await updateSupply({ ...command(), id, quantity: 5 });
  await removeSupply({ ...command(), id });
  await fixture.deleteRoom(roomId);

  const chairs = { name: 'Chair', quantity: 8 };
  const carried = (await fixture.publish()).map(({ type, version, data }) => ({ type, version, data }));
  const expected = (type: string, version: number, ...supplies: readonly SupplyLine[]) => ({
    type,
    version,
    data: { room: { id: roomId }, supplies: supplies.map((each) => expect.objectContaining(each)) },
  });
  expect(carried).toEqual([
    expected(suppliesProvisioned.type, 1, chairs),
    expected(suppliesChanged.type, 2, chairs, { name: 'Marker', quantity: 4 }),
    expected(suppliesChanged.type, 3, chairs, { name: 'Marker', quantity: 5 }),
    expected(suppliesChanged.type, 4, chairs),
    expected(suppliesRemoved.type, 5),
  ]);
  for (const { data } of carried) expect(suppliesChanged.data.safeParse(data).success).toBe(true);
});

describe('a deleted room', () => {
  test('has no supplies', async () => {
    const roomId = newId();
    await fixture.registerRoom(roomId, null);
    const ids = (await fixture.suppliesOf(roomId)).map(({ id }) => id);
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
      fixture.registerRoom(roomId, null, { eventId: registration }),
      fixture.deleteRoom(roomId, deletion),
      fixture.registerRoom(roomId, null, { eventId: registration }),
      fixture.deleteRoom(roomId, deletion),
    ]);
    expect(await linesOf(roomId)).toEqual([]);
    const removals = (await fixture.publish()).filter(({ type }) => type === suppliesRemoved.type);
    expect(removals).toHaveLength(1);
  });
});
