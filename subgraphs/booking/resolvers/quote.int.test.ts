import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { RoomReplica } from '../application/ports.ts';
import { at, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { BOOK, type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;
let room: RoomReplica;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  room = roomOf({ hourlyRate: { amount: 1_001, currency: 'EUR' } });
  fixture.setClock(at('08:00'));
  await fixture.rooms.save(room);
});

const QUOTE = `query ($roomId: ID!, $slot: SlotInput!) {
  quote(roomId: $roomId, slot: $slot) {
    roomId slot { start end } price { amount currency decimal } validUntil } }`;
const period = slot('09:00', '09:30');

const ask = (variables: object = {}) =>
  graph.ask('customer', QUOTE, { roomId: room.id, slot: period, ...variables });

async function book(expectedPrice: object) {
  const input = { roomId: room.id, slot: period, paymentMethod: 'pm_card_visa', expectedPrice };
  return (await graph.ask('customer', BOOK, { input }, 'alice')).data.bookRoom;
}

describe('a quote', () => {
  test('says the price of the slot, and until when it is good', async () => {
    expect((await ask({ roomId: room.id.toUpperCase() })).data.quote).toEqual({
      roomId: room.id,
      slot: period,
      price: { amount: 501, currency: 'EUR', decimal: '5.01' },
      validUntil: at('08:10'),
    });
  });

  test('is honoured until then, although the price has changed, and is no hold', async () => {
    const { price, validUntil } = (await ask()).data.quote;
    const { decimal: _, ...expectedPrice } = price;
    await fixture.rooms.save({ ...room, version: 2, hourlyRate: { amount: 9_000, currency: 'EUR' } });
    expect(await fixture.queries.heldSlots([room.id], period)).toEqual(new Map());
    fixture.setClock(validUntil);
    expect((await ask()).data.quote).toMatchObject({ price: { amount: 4_500 } });
    expect(await book(expectedPrice)).toMatchObject({ __typename: 'BookRoomSuccess', booking: { price } });
  });

  test('is not honoured later', async () => {
    const { price } = (await ask()).data.quote;
    const { decimal: _, ...expectedPrice } = price;
    await fixture.rooms.save({ ...room, version: 2, hourlyRate: { amount: 9_000, currency: 'EUR' } });
    fixture.setClock(at('08:12'));
    expect(await book(expectedPrice)).toMatchObject({
      __typename: 'PriceChanged',
      expected: expectedPrice,
      actual: { amount: 4_500, currency: 'EUR' },
    });
  });

  test('is null for a room that does not exist or is out of service', async () => {
    expect((await ask({ roomId: '0190b6a0-0000-7000-8000-000000000000' })).data.quote).toBeNull();
    await fixture.rooms.save({ ...room, version: 2, closed: true });
    expect((await ask()).data.quote).toBeNull();
    await fixture.rooms.save({ ...room, version: 3, deleted: true });
    expect((await ask()).data.quote).toBeNull();
  });

  test.each<[string, () => object]>([
    ['no id', () => ({ roomId: 'room-1' })],
    ['a slot in the past', () => ({ slot: slot('06:00', '07:00') })],
    ['a slot that ends before it starts', () => ({ slot: { start: period.end, end: period.start } })],
    ['a slot that is too short', () => ({ slot: { start: period.start, end: '2030-05-01T09:04:59Z' } })],
    ['a malformed slot', () => ({ slot: { start: 'soon', end: period.end } })],
  ])('for %s is BAD_USER_INPUT', async (_what, variables) => {
    const { data, errors } = await ask(variables());
    expect(data).toEqual({ quote: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  test('of a price that is too high is BAD_USER_INPUT', async () => {
    await fixture.rooms.save({
      ...room,
      version: 2,
      hourlyRate: { amount: Number.MAX_SAFE_INTEGER, currency: 'EUR' },
    });
    const { errors } = await ask({ slot: slot('09:00', '11:00') });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  test('waits for a room that was just registered', async () => {
    const young = roomOf({ id: newId() });
    fixture.setClock(new Date().toISOString());
    const start = Date.now() + 3_600_000;
    const soon = { start: new Date(start).toISOString(), end: new Date(start + 3_600_000).toISOString() };
    const asked = ask({ roomId: young.id, slot: soon });
    await fixture.rooms.save(young);
    expect((await asked).data.quote).toMatchObject({ price: { amount: 1_000 } });
  });
});
