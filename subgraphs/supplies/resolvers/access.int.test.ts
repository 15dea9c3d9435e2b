import { describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { DEFAULT_LINES } from '../domain/catalogue.ts';
import { createFixture, HOST } from '../testing/fixture.ts';
import {
  ADD,
  MAY_REMOVE,
  REMOVE,
  ROOMS,
  SET,
  STANDARD,
  serveGraph,
  UPDATE,
  useService,
  useStockedRoom,
} from '../testing/graph.ts';

const service = useService();
const stocked = useStockedRoom(service);

type Stock = readonly { readonly id: string; readonly name: string; readonly quantity: number }[];

/** The mutations of a room's supplies, each with an input that changes a stock. */
const changes: readonly (readonly [string, string, (stock: Stock, roomId: string) => object])[] = [
  ['addSupply', ADD, (stock, roomId) => ({ roomId, name: `Thing ${stock.length}`, quantity: 1 })],
  ['updateSupply', UPDATE, ([first]) => ({ id: first?.id, quantity: (first?.quantity ?? 0) + 1 })],
  ['removeSupply', REMOVE, ([first]) => ({ id: first?.id })],
];

/** The supplies of the room. */
async function stock(id = stocked.id): Promise<Stock> {
  const { data } = await service.graph.ask('customer', ROOMS, { rooms: [{ __typename: 'Room', id }] });
  return data._entities[0]?.supplies ?? [];
}

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
  test.each(changes)('%s is for the room’s host and admins', async (_, mutation, inputOf) => {
    const { ask } = service.graph;
    const before = await stock();
    const input = inputOf(before, stocked.id);
    for (const [role, subject] of [
      ['host', 'another host'],
      ['customer', HOST],
    ] as const) {
      expect((await ask(role, mutation, { input }, subject)).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
      expect(await stock()).toEqual(before);
    }
    expect((await ask('host', mutation, { input }, HOST)).errors).toBeUndefined();
    const after = await stock();
    expect(after).not.toEqual(before);

    const another = newId();
    await service.fixture.registerRoom(another, [{ name: 'Chair', quantity: 8 }]);
    const untouched = await stock(another);
    expect((await ask('admin', mutation, { input: inputOf(untouched, another) })).errors).toBeUndefined();
    expect(await stock(another)).not.toEqual(untouched);
  });
  test.each(changes)(
    '%s is for the new host alone once the room is transferred',
    async (_, mutation, inputOf) => {
      const { ask } = service.graph;
      await service.fixture.transferRoom(stocked.id, 'another host');
      const before = await stock();
      const input = inputOf(before, stocked.id);
      expect((await ask('host', mutation, { input }, HOST)).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
      expect(await stock()).toEqual(before);
      expect((await ask('host', mutation, { input }, 'another host')).errors).toBeUndefined();
      expect(await stock()).not.toEqual(before);
    },
  );
  test.each(changes)(
    '%s is for admins alone while the room belongs to nobody',
    async (_, mutation, inputOf) => {
      const { ask } = service.graph;
      const roomId = newId();
      await service.fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 8 }], { host: null });
      const before = await stock(roomId);
      const input = inputOf(before, roomId);
      expect((await ask('host', mutation, { input }, HOST)).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
      expect((await ask('admin', mutation, { input })).errors).toBeUndefined();
      expect(await stock(roomId)).not.toEqual(before);
    },
  );
  test.each(changes)('%s goes by the scopes of the token, not by its role', async (_, mutation, inputOf) => {
    const { issuer, post } = service.graph;
    const input = inputOf(await stock(), stocked.id);
    const changeAs = async (subject: string, scope: string) => {
      const token = await issuer.token({ subject, role: 'customer', scope });
      return (await post(mutation, { input }, `Bearer ${token}`)).errors?.[0]?.extensions.code;
    };
    expect(await changeAs(HOST, '')).toBe('FORBIDDEN');
    expect(await changeAs('another host', 'supplies:manage')).toBe('FORBIDDEN');
    expect(await changeAs('another host', 'room:manage-all')).toBe('FORBIDDEN');
    expect(await changeAs(HOST, 'supplies:manage')).toBeUndefined();
  });
  test('what is missing is NotFound for every host; a forbidden change leaves the key free', async () => {
    const { ask } = service.graph;
    const input = { id: newId(), quantity: 1 };
    expect((await ask('host', UPDATE, { input }, 'another host')).data.updateSupply).toMatchObject({
      __typename: 'NotFound',
      missingId: input.id,
    });
    const markers = { roomId: stocked.id, name: 'Marker', quantity: 1, idempotencyKey: newId() };
    const addAs = () => ask('host', ADD, { input: markers }, 'another host');
    expect((await addAs()).errors).toHaveLength(1);
    await service.fixture.transferRoom(stocked.id, 'another host');
    expect((await addAs()).data.addSupply).toMatchObject({ __typename: 'AddSupplySuccess' });
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
