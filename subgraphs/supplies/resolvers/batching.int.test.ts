import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { everyField } from '../../../platform/testing/every-field.ts';
import { countCommands } from '../../../platform/testing/statements.ts';
import { ROOMS, useService } from '../testing/graph.ts';

const service = useService();
const FOLDER = join(import.meta.dirname, '..');

const rooms = Array.from({ length: 100 }, newId);
/** The ids of the first supply of each room. */
let supplies: readonly string[];

beforeAll(async () => {
  const stock = [
    { name: 'Chair', quantity: 8 },
    { name: 'Table', quantity: 2 },
  ];
  for (const room of rooms) await service.fixture.registerRoom(room, stock);
  const of = rooms.map((id) => ({ __typename: 'Room', id }));
  const { data } = await service.graph.ask('customer', ROOMS, { rooms: of });
  supplies = data._entities.map((room) => room.supplies[0]?.id ?? '');
});

test.each([
  ...everyField(FOLDER, 'Room').map((field) => ['Room', field] as const),
  ...everyField(FOLDER, 'Supply').map((field) => ['Supply', field] as const),
])('a hundred take as many commands as twenty: … on %s { %s }', async (type, field) => {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${field} } } }`;
  const commands = (size: number) =>
    countCommands(async () => {
      const of = (type === 'Room' ? rooms : supplies).slice(0, size).map((id) => ({ __typename: type, id }));
      const { data, errors } = await service.graph.ask('customer', query, { of });
      expect(errors).toBeUndefined();
      expect(data._entities.filter(Boolean)).toHaveLength(size);
    });
  expect(await commands(20)).toBe(await commands(100));
});

test('the supplies of a hundred rooms are read with one command', async () => {
  const of = rooms.map((id) => ({ __typename: 'Room', id }));
  expect(await countCommands(() => service.graph.ask('customer', ROOMS, { rooms: of }))).toBe(1);
});
