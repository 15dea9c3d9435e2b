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

describe('access', () => {
  const everyMutation = [
    [ADD, { roomId: newId(), name: 'Chair', quantity: 1 }],
    [UPDATE, { id: newId() }],
    [REMOVE, { id: newId() }],
    [SET, { lines: [] }],
  ] as const;

  test.each(everyMutation)('mutations need a token', async (mutation, input) => {
    expect(await service.graph.post(mutation, { input })).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
  test.each(everyMutation)('mutations are forbidden to customers', async (mutation, input) => {
    expect(await service.graph.ask('customer', mutation, { input })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
  test('a token that is expired, has an unknown role, or another issuer is refused', async () => {
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
  test('queries need a token; customers may read', async () => {
    for (const query of [STANDARD, '{ _service { sdl } }']) {
      expect((await service.graph.post(query, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    const { data } = await service.graph.ask('customer', STANDARD);
    expect(data.standardSupplies).toEqual(DEFAULT_LINES);
  });
  test('mayRemoveRoomSupplies is for services only', async () => {
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

test('when the store is down, the service is not ready and allows no removal', async () => {
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
