import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { DEFAULT_LINES } from '../domain/catalogue.ts';
import { ADD, MAY_REMOVE, REMOVE, SET, STANDARD, UPDATE } from '../testing/documents.ts';
import { createFixture, type SuppliesFixture } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

let fixture: SuppliesFixture;
let graph: Graph;
let roomId: string;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
});
afterAll(async () => {
  await graph.close();
  await fixture[Symbol.asyncDispose]();
});
/** Each test has a room with eight chairs. */
beforeEach(async () => {
  roomId = newId();
  await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 8 }]);
});

describe('who may do what', () => {
  const everyMutation = [
    [ADD, { roomId: newId(), name: 'Chair', quantity: 1 }],
    [UPDATE, { id: newId() }],
    [REMOVE, { id: newId() }],
    [SET, { lines: [] }],
  ] as const;

  test.each(everyMutation)('nobody changes anything without a token', async (mutation, input) => {
    expect(await graph.post(mutation, { input })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
  test.each(everyMutation)('a customer changes nothing', async (mutation, input) => {
    expect(await graph.ask('customer', mutation, { input })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
  test('a token that is expired, of no known role, or signed by somebody else is refused', async () => {
    const stranger = await serveGraph(fixture);
    const tokens = [
      await graph.issuer.token({ subject: 'h', role: 'host', expiresIn: -60 }),
      await graph.issuer.token({ subject: 'h', role: 'stranger' }),
      await stranger.issuer.token({ subject: 'h', role: 'host' }),
      'nonsense',
    ];
    await stranger.close();
    for (const token of tokens) {
      expect(await graph.post(STANDARD, {}, `Bearer ${token}`)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });
  test('nobody reads without a token; a customer reads', async () => {
    for (const query of [STANDARD, '{ _service { sdl } }']) {
      expect((await graph.post(query, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    const { data } = await graph.ask('customer', STANDARD);
    expect(data.standardSupplies).toEqual(DEFAULT_LINES);
  });
  test('only a service asks whether supplies may be removed', async () => {
    const ask = (role: 'customer' | 'admin' | 'service', id = roomId) =>
      graph.ask(role, MAY_REMOVE, { roomId: id });
    expect((await ask('service')).data).toEqual({ mayRemoveRoomSupplies: true });
    expect((await ask('service', newId())).data).toEqual({ mayRemoveRoomSupplies: true });
    expect((await ask('service', 'x')).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    for (const role of ['customer', 'admin'] as const) {
      expect((await ask(role)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });
});

test('when the store does not answer, the service says so and allows nothing', async () => {
  const cutOff = await createFixture();
  const server = await serveGraph(cutOff);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  await cutOff.mongo.close();
  const ready = await fetch(`${server.url}/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ missing: ['database'] });
  expect((await server.ask('service', MAY_REMOVE, { roomId })).errors).toMatchObject([
    { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ]);
  await server.close();
});
