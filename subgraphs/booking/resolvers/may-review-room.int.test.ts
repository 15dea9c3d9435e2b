import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { Role } from '../../../platform/identity/identity.ts';
import type { BookingStatus } from '../domain/booking.ts';
import { at, book, bookedRoom, createFixture, type Fixture, slot } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(() => fixture.setClock(at('09:30')));

const QUERY =
  'query ($customerId: ID!, $roomId: ID!) { mayReviewRoom(customerId: $customerId, roomId: $roomId) }';

function ask(roomId: string, { customerId = 'alice', role = 'service' as Role } = {}) {
  return graph.ask(role, QUERY, { customerId, roomId });
}

describe('a customer may review a room', () => {
  test.each<readonly [BookingStatus, boolean]>([
    ['REQUESTED', false],
    ['PAID', false],
    ['CONFIRMED', true],
    ['COMPLETED', true],
    ['REJECTED', false],
    ['CANCELLED', false],
  ])('with a booking that has begun and is %s: %s', async (status, may) => {
    const room = bookedRoom();
    await book(fixture, status, { room });
    expect((await ask(room.id)).data).toEqual({ mayReviewRoom: may });
  });

  test('from the first instant of the slot on', async () => {
    const room = bookedRoom();
    await book(fixture, 'CONFIRMED', { room, slot: slot('10:00', '11:00') });
    fixture.setClock('2030-05-01T09:59:59.999Z');
    expect((await ask(room.id)).data).toEqual({ mayReviewRoom: false });
    fixture.setClock(at('10:00'));
    expect((await ask(room.id)).data).toEqual({ mayReviewRoom: true });
  });

  test('not with a booking of someone else, nor with one of another room', async () => {
    const room = bookedRoom();
    await book(fixture, 'CONFIRMED', { room });
    expect((await ask(room.id, { customerId: 'bob' })).data).toEqual({ mayReviewRoom: false });
    expect((await ask(newId())).data).toEqual({ mayReviewRoom: false });
  });
});

test('the question is for services only', async () => {
  for (const role of ['customer', 'host', 'admin'] as const)
    expect((await ask(newId(), { role })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await ask('room-1')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});
