import { expect, test } from 'vitest';
import { roomDeleted } from '../../../schema/events/room.ts';
import { eventOf, registrationOf, roomOf, stockOf } from '../testing/events.ts';
import { SUPPLY_STOCK, useService } from '../testing/graph.ts';

const service = useService();

/** A registered and stocked room. */
async function givenRoom(quantities: Record<string, number>, fields: Parameters<typeof roomOf>[0] = {}) {
  const room = roomOf(fields);
  await service.fixture.take(...registrationOf(room), stockOf(room.id, quantities));
  return room;
}

async function stock(role: 'host' | 'admin', subject: string, nameContains?: string) {
  const { data, errors } = await service.graph.ask(role, SUPPLY_STOCK, { nameContains }, subject);
  expect(errors).toBeUndefined();
  return data.supplyStock;
}

test('a host sees the host’s own rooms, an admin all', async () => {
  const han = await givenRoom({ Chair: 8, Projector: 1 });
  const nam = await givenRoom({ chair: 10 }, { name: 'Nam' });
  const hers = await givenRoom({ Chair: 2 }, { name: 'Hers', host: { id: 'hana' } });
  const nobodys = await givenRoom({ Table: 1 }, { name: 'Old', host: null });
  const lineOf = ({ id, name }: { id: string; name: string }, quantity: number) => ({
    roomId: id,
    roomName: name,
    quantity,
  });
  expect(await stock('host', 'henry')).toEqual([
    { name: 'Chair', total: 18, rooms: [lineOf(nam, 10), lineOf(han, 8)] },
    { name: 'Projector', total: 1, rooms: [lineOf(han, 1)] },
  ]);
  expect(await stock('host', 'hana')).toEqual([{ name: 'Chair', total: 2, rooms: [lineOf(hers, 2)] }]);
  expect(await stock('host', 'nobody')).toEqual([]);
  expect(await stock('admin', 'ada')).toEqual([
    { name: 'Chair', total: 20, rooms: [lineOf(nam, 10), lineOf(han, 8), lineOf(hers, 2)] },
    { name: 'Projector', total: 1, rooms: [lineOf(han, 1)] },
    { name: 'Table', total: 1, rooms: [lineOf(nobodys, 1)] },
  ]);
});

test('names are searched in upper and lower case', async () => {
  await givenRoom({ 'Office chair': 8, Projector: 1, '100% wool': 1 });
  expect(await stock('host', 'henry', 'CHAIR')).toMatchObject([{ name: 'Office chair' }]);
  expect(await stock('host', 'henry', '%')).toMatchObject([{ name: '100% wool' }]);
  expect(await stock('host', 'henry', 'sofa')).toEqual([]);
});

test('one thing has one line, however its name was typed', async () => {
  await givenRoom({ 의자: 1 });
  await givenRoom({ ['의자'.normalize('NFD')]: 2 });
  for (const typed of ['의자', '의자'.normalize('NFD'), '\u00a0의자'])
    expect(await stock('host', 'henry', typed)).toMatchObject([{ total: 3 }]);
});

test('deleted rooms have no supplies', async () => {
  const room = await givenRoom({ Chair: 8 });
  await service.fixture.take(eventOf(roomDeleted, room.id, 3, { room: { ...room, deleted: true } }));
  expect(await stock('admin', 'ada')).toEqual([]);
});

test('the lists have bounds, the total counts every room', async () => {
  const rooms = Array.from({ length: 101 }, () => roomOf());
  await service.fixture.take(
    ...rooms.flatMap((room) => [...registrationOf(room), stockOf(room.id, { Chair: 1_000_000 })]),
  );
  const [chairs] = await stock('admin', 'ada');
  expect(chairs).toMatchObject({ name: 'Chair', total: 101_000_000 });
  expect(chairs?.rooms).toHaveLength(100);

  const names = Array.from({ length: 500 }, (_, index) => [`Thing ${String(index).padStart(3, '0')}`, 1]);
  await givenRoom(Object.fromEntries(names));
  const found = await stock('admin', 'ada');
  expect(found).toHaveLength(500);
  expect(found[0]?.name).toBe('Chair');
});

test('a total beyond the largest Int is cut', async () => {
  const rooms = Array.from({ length: 3 }, () => roomOf());
  await service.fixture.take(
    ...rooms.flatMap((room) => [...registrationOf(room), stockOf(room.id, { Chair: 1_000_000_000 })]),
  );
  expect(await stock('admin', 'ada')).toMatchObject([{ total: 2_147_483_647 }]);
});

test('customers are refused, and it goes by scopes', async () => {
  const { graph } = service;
  await givenRoom({ Chair: 8 });
  expect(await graph.ask('customer', SUPPLY_STOCK, {}, 'henry')).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
  const asked = async (subject: string, scope: string) => {
    const token = await graph.issuer.token({ subject, role: 'customer', scope });
    const { data, errors } = await graph.post(SUPPLY_STOCK, {}, `Bearer ${token}`);
    return errors?.[0]?.extensions.code ?? data.supplyStock.length;
  };
  expect(await asked('henry', 'room:manage')).toBe('FORBIDDEN');
  expect(await asked('henry', 'supplies:manage')).toBe(1);
  expect(await asked('carol', 'supplies:manage')).toBe(0);
  expect(await asked('carol', 'supplies:manage-all')).toBe(1);
  expect(await graph.post(SUPPLY_STOCK, {})).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

test('a text that is too long is refused', async () => {
  const { errors } = await service.graph.ask('admin', SUPPLY_STOCK, { nameContains: 'x'.repeat(201) });
  expect(errors).toMatchObject([
    { message: expect.stringMatching(/^nameContains /), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});
