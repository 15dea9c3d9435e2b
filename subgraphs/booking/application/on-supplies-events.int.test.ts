import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { deliver } from '../../../platform/testing/index.ts';
import { suppliesChanged, suppliesProvisioned, suppliesRemoved } from '../../../schema/events/supplies.ts';
import { at, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

/** The supplies of a room: the quantity of each name. */
const stock = (roomId: string, quantities: Readonly<Record<string, number>>) => ({
  room: { id: roomId },
  supplies: Object.entries(quantities).map(([name, quantity]) => ({
    id: newId(),
    name,
    quantity,
    updatedAt: at('08:00'),
  })),
});

async function roomsWith(...supplies: readonly string[]): Promise<readonly string[]> {
  const criteria = { slot: slot('09:00', '10:00'), supplies };
  return fixture.queries.availableRooms(criteria, { limit: 100, after: undefined });
}

test('rooms are found by what they have, also when an older event comes late', async () => {
  const { reactions } = fixture.services;
  const { id } = roomOf();
  await fixture.rooms.save(roomOf({ id }));
  expect(await roomsWith('chair')).toEqual([]);
  await deliver(reactions, suppliesProvisioned, { data: stock(id, { Chair: 4, Board: 0 }) });
  expect(await roomsWith('chair')).toEqual([id]);
  expect(await roomsWith('board')).toEqual([]);
  await deliver(reactions, suppliesChanged, { data: stock(id, { Ｂｏａｒｄ: 1 }), version: 3 });
  await deliver(reactions, suppliesChanged, { data: stock(id, { Chair: 4 }), version: 2 });
  expect(await roomsWith('board')).toEqual([id]);
  expect(await roomsWith('board', 'chair')).toEqual([]);
  await deliver(reactions, suppliesRemoved, { data: stock(id, {}), version: 4 });
  expect(await roomsWith('board')).toEqual([]);
});
