import { describe, expect, test } from 'vitest';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { InputProblemCode } from '../../../platform/input.ts';
import { MOST_SUPPLIES } from '../domain/supply-line.ts';
import {
  ADD,
  REMOVE,
  ROOMS,
  SUPPLY,
  serveGraph,
  UPDATE,
  useService,
  useStockedRoom,
} from '../testing/graph.ts';

const service = useService();
const stocked = useStockedRoom(service);

async function add(input: object, role: 'host' | 'admin' = 'host') {
  const { data } = await service.graph.ask(role, ADD, { input: { roomId: stocked.id, ...input } });
  return data.addSupply;
}
/** The outcome of an input with one invalid value. */
function invalid(field: string, code: InputProblemCode) {
  const message = expect.any(String);
  return { __typename: 'InvalidInput', field, message, problems: [{ field, code, message }] };
}
async function update(input: object) {
  return (await service.graph.ask('host', UPDATE, { input })).data.updateSupply;
}
async function remove(input: object) {
  return (await service.graph.ask('host', REMOVE, { input })).data.removeSupply;
}
async function suppliesOf(...rooms: readonly string[]) {
  const representations = rooms.map((id) => ({ __typename: 'Room', id }));
  return (await service.graph.ask('customer', ROOMS, { rooms: representations })).data._entities;
}
async function chairs(): Promise<string> {
  const [room] = await suppliesOf(stocked.id);
  return room?.supplies[0]?.id ?? '';
}

describe('addSupply', () => {
  test('adds a supply', async () => {
    expect(await add({ name: '  Marker ', quantity: 0 })).toMatchObject({
      __typename: 'AddSupplySuccess',
      supply: {
        name: 'Marker',
        quantity: 0,
        roomId: stocked.id,
        room: { id: stocked.id, supplies: [{ name: 'Chair' }, { name: 'Marker' }] },
      },
    });
  });
  test('stores a name as NFC, and finds it taken however it is typed', async () => {
    const added = await add({ name: '\u00a0마이크'.normalize('NFD'), quantity: 1 });
    expect(added.supply.name).toBe('마이크');
    for (const name of ['마이크', '마이크'.normalize('NFD'), '마이크\u3000', '마\u200b이크'])
      expect(await add({ name, quantity: 1 })).toEqual(invalid('name', 'DUPLICATE'));
  });
  test('adds once per key; another input is a conflict', async () => {
    const input = { name: 'Marker', quantity: 4, idempotencyKey: newId() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(input)));
    expect(new Set(answers.map(({ supply }) => supply.id)).size).toBe(1);
    expect(await add({ ...input, quantity: 5 })).toEqual({ __typename: 'IdempotencyConflict' });
    // A key belongs to its caller: for another caller this is another Marker.
    expect(await add(input, 'admin')).toEqual(invalid('name', 'DUPLICATE'));
  });
  test('returns the first outcome for a repeated key, also after the supply is removed', async () => {
    const input = { name: 'Marker', quantity: 4, idempotencyKey: newId() };
    const first = await add(input);
    await remove({ id: first.supply.id });
    const again = await add(input);
    expect(again.supply).toMatchObject({ id: first.supply.id, name: 'Marker', quantity: 4 });
    expect(again.supply.room.supplies).toEqual([{ name: 'Chair' }]);
  });
  test('refuses a name that the room has', async () => {
    const refused = await add({ name: 'CHAIR', quantity: 1 });
    expect(refused).toEqual(invalid('name', 'DUPLICATE'));
    expect(refused).toMatchObject({ message: expect.stringContaining(await chairs()) });
  });
  test('refuses one supply more than a room may have', async () => {
    const full = newId();
    const lines = Array.from({ length: MOST_SUPPLIES }, (_, index) => ({
      name: `Thing ${index}`,
      quantity: 1,
    }));
    await service.fixture.registerRoom(full, lines);
    expect(await add({ roomId: full, name: 'Marker', quantity: 1 })).toEqual(invalid('roomId', 'TOO_LONG'));
    const [room] = await suppliesOf(full);
    expect(room?.supplies).toHaveLength(MOST_SUPPLIES);
  });
  test('adds one name of many concurrent requests once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => add({ name: 'Marker', quantity: 1 })));
    const kinds = answers.map(({ __typename }) => __typename).sort();
    expect(kinds).toEqual(['AddSupplySuccess', ...Array(7).fill('InvalidInput')]);
  });
  test.each([
    ['roomId', 'MALFORMED', { roomId: 'x' }],
    ['name', 'REQUIRED', { name: '' }],
    ['name', 'REQUIRED', { name: ' \n ' }],
    ['name', 'MALFORMED', { name: 'two\nlines' }],
    ['name', 'REQUIRED', { name: '\u200b' }],
    ['name', 'MALFORMED', { name: 'half a \ud800 pair' }],
    ['name', 'TOO_LONG', { name: 'x'.repeat(201) }],
    ['name', 'TOO_LONG', { name: 'x'.repeat(10_000) }],
    ['quantity', 'TOO_SMALL', { quantity: -1 }],
    ['quantity', 'TOO_LARGE', { quantity: 1_000_001 }],
  ] as const)('refuses a bad %s: %s', async (field, code, bad) => {
    expect(await add({ name: 'Marker', quantity: 1, ...bad })).toEqual(invalid(field, code));
  });
  test('names all invalid values at once, in the order of the fields', async () => {
    const refused = await add({ quantity: -1, name: '', roomId: 'x' });
    expect(refused).toMatchObject({
      __typename: 'InvalidInput',
      field: 'roomId',
      problems: [
        { field: 'roomId', code: 'MALFORMED' },
        { field: 'name', code: 'REQUIRED' },
        { field: 'quantity', code: 'TOO_SMALL' },
      ],
    });
  });
  test('invalid input leaves the key free', async () => {
    const idempotencyKey = newId();
    await add({ name: 'Marker', quantity: -1, idempotencyKey });
    expect(await add({ name: 'Marker', quantity: 1, idempotencyKey })).toMatchObject({
      __typename: 'AddSupplySuccess',
    });
  });
  test('returns NotFound for a room that is unknown, from the future, or deleted', async () => {
    // Version 4, which has no timestamp and is not waited for; and one with a timestamp in the year 10889.
    const unknown = ['0b5b4b3c-6a52-4a4e-9f0e-2f3d7d0f6a11', 'ffffffff-ffff-7000-8000-000000000000'];
    const deleted = newId();
    await service.fixture.deleteRoom(deleted);
    for (const id of [...unknown, deleted]) {
      expect(await add({ roomId: id, name: 'Marker', quantity: 1 })).toMatchObject({
        __typename: 'NotFound',
        missingId: id,
      });
    }
  });
  test('leaves the key free when the room is unknown', async () => {
    const unknown = '0b5b4b3c-6a52-4a4e-9f0e-2f3d7d0f6a12';
    const markers = { roomId: unknown, name: 'Marker', quantity: 1, idempotencyKey: newId() };
    expect(await add(markers)).toMatchObject({ __typename: 'NotFound', missingId: unknown });
    await service.fixture.registerRoom(unknown, []);
    expect(await add(markers)).toMatchObject({ __typename: 'AddSupplySuccess' });
  });
  test('waits for a new room', async () => {
    const young = newId();
    const adding = add({ roomId: young, name: 'Marker', quantity: 1 });
    await service.fixture.registerRoom(young, []);
    expect(await adding).toMatchObject({ __typename: 'AddSupplySuccess' });
  });
});

describe('updateSupply', () => {
  test('changes the given values', async () => {
    const id = await chairs();
    const stool = { id, name: 'Stool', quantity: 8 };
    expect(await update({ id, quantity: 3 })).toMatchObject({ supply: { id, name: 'Chair', quantity: 3 } });
    expect(await update({ id, quantity: 8, name: null })).toMatchObject({ supply: { quantity: 8 } });
    expect(await update({ id, name: ' Stool ' })).toEqual({
      __typename: 'UpdateSupplySuccess',
      supply: stool,
    });
    expect(await update({ id })).toMatchObject({ supply: stool });
    expect((await service.graph.ask('customer', SUPPLY, { id })).data.supply).toMatchObject(stool);
  });
  test('changes once per key', async () => {
    const id = await chairs();
    const first = { id, quantity: 3, idempotencyKey: newId() };
    await update(first);
    await update({ id, quantity: 5 });
    expect(await update(first)).toMatchObject({ supply: { quantity: 3 } });
    expect((await service.graph.ask('host', SUPPLY, { id })).data.supply?.quantity).toBe(5);
  });
  test('refuses invalid values and names that the room has', async () => {
    const id = await chairs();
    await add({ name: 'Marker', quantity: 1 });
    const bad = [
      ['name', 'REQUIRED', { name: '' }],
      ['name', 'TOO_LONG', { name: 'x'.repeat(201) }],
      ['name', 'DUPLICATE', { name: 'marker' }],
      ['quantity', 'TOO_SMALL', { quantity: -1 }],
      ['quantity', 'TOO_LARGE', { quantity: 1_000_001 }],
    ] as const;
    for (const [field, code, wrong] of bad)
      expect(await update({ id, ...wrong })).toEqual(invalid(field, code));
    expect(await update({ id, quantity: -1, name: 'two\nlines' })).toMatchObject({
      problems: [
        { field: 'name', code: 'MALFORMED' },
        { field: 'quantity', code: 'TOO_SMALL' },
      ],
    });
  });
  test('returns NotFound for an id that is malformed, unknown, or of a deleted room', async () => {
    const id = await chairs();
    await service.fixture.deleteRoom(stocked.id);
    for (const gone of ['x', id, newId()]) {
      expect(await update({ id: gone, quantity: 1 })).toMatchObject({
        __typename: 'NotFound',
        missingId: gone,
      });
    }
  });
});

describe('removeSupply', () => {
  test('returns an outcome as it was kept before the field supplyId was there', async () => {
    const { services } = service.fixture;
    const input = { id: await chairs(), idempotencyKey: newId() };
    const earlier: IdempotencyStore = {
      ...services.idempotency,
      settle: (key, _outcome, commandId) =>
        services.idempotency.settle(key, { kind: 'RemoveSupplySuccess', id: input.id }, commandId),
    };
    const before = await serveGraph({
      ...service.fixture,
      services: { ...services, idempotency: earlier },
    });
    await before.ask('host', REMOVE, { input });
    await before.close();
    expect(await remove(input)).toEqual({ __typename: 'RemoveSupplySuccess', supplyId: input.id });
  });
  test('removes a supply', async () => {
    const id = await chairs();
    expect(await remove({ id: id.toUpperCase() })).toEqual({
      __typename: 'RemoveSupplySuccess',
      supplyId: id,
    });
    expect(await suppliesOf(stocked.id)).toMatchObject([{ supplies: [] }]);
    expect(await remove({ id })).toMatchObject({ __typename: 'NotFound', missingId: id });
  });
  test('returns one outcome for concurrent requests with one key', async () => {
    const input = { id: await chairs(), idempotencyKey: newId() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => remove(input)));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['RemoveSupplySuccess']));
    expect(await remove(input)).toMatchObject({ __typename: 'RemoveSupplySuccess', supplyId: input.id });
    expect(await remove({ ...input, id: newId() })).toEqual({ __typename: 'IdempotencyConflict' });
  });
  test('returns NotFound for an id that is malformed, unknown, or of a deleted room', async () => {
    const id = await chairs();
    await service.fixture.deleteRoom(stocked.id);
    for (const gone of ['x', newId(), id]) {
      expect(await remove({ id: gone })).toMatchObject({ __typename: 'NotFound', missingId: gone });
    }
  });
});
