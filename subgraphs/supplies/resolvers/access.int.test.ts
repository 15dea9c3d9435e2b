import { describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { DEFAULT_LINES } from '../domain/catalogue.ts';
import { createFixture } from '../testing/fixture.ts';
import {
  ADD,
  MAY_REMOVE,
  REMOVE,
  SET,
  STANDARD,
  serveGraph,
  UPDATE,
  useService,
  useStockedRoom,
} from '../testing/graph.ts';

const service = useService();
const stocked = useStockedRoom(service);

describe('who may do what', () => {
  const everyMutation = [
    [ADD, { roomId: newId(), name: 'Chair', quantity: 1 }],
    [UPDATE, { id: newId() }],
    [REMOVE, { id: newId() }],
    [SET, { lines: [] }],
  ] as const;

  test.each(everyMutation)('nobody changes anything without a token', async (mutation, input) => {
    expect(await service.graph.post(mutation, { input })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
  test.each(everyMutation)('a customer changes nothing', async (mutation, input) => {
    expect(await service.graph.ask('customer', mutation, { input })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
  test('a token that is expired, of no known role, or signed by somebody else is refused', async () => {
    const stranger = await serveGraph(service.fixture);
    const tokens = [
      await service.graph.issuer.token({ subject: 'h', role: 'host', expiresIn: -60 }),
      await service.graph.issuer.token({ subject: 'h', role: 'stranger' }),
      await stranger.issuer.token({ subject: 'h', role: 'host' }),
      'nonsense',
    ];
    await stranger.close();
    for (const token of tokens) {
      expect(await service.graph.post(STANDARD, {}, `Bearer ${token}`)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });
  test('nobody reads without a token; a customer reads', async () => {
    for (const query of [STANDARD, '{ _service { sdl } }']) {
      expect((await service.graph.post(query, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    const { data } = await service.graph.ask('customer', STANDARD);
    expect(data.standardSupplies).toEqual(DEFAULT_LINES);
  });
  test('only a service asks whether supplies may be removed', async () => {
    const ask = (role: 'customer' | 'admin' | 'service', id = stocked.id) =>
      service.graph.ask(role, MAY_REMOVE, { roomId: id });
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
  expect((await server.ask('service', MAY_REMOVE, { roomId: stocked.id })).errors).toMatchObject([
    { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ]);
  await server.close();
});
