import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { countCommands } from '../../../platform/testing/statements.ts';
import { ROOMS, useService } from '../testing/graph.ts';

const service = useService();
const HUNDRED = Array.from({ length: 100 }, (_, index) => index);
let rooms: readonly { readonly __typename: 'Room'; readonly id: string }[];

/** A hundred rooms with a hundred supplies each. */
beforeAll(async () => {
  const lines = HUNDRED.map((index) => ({ name: `Thing ${index}`, quantity: 1 }));
  rooms = HUNDRED.map(() => ({ __typename: 'Room', id: newId() }));
  for (const { id } of rooms) await service.fixture.registerRoom(id, lines);
});

test('the supplies of a hundred rooms take as many commands as those of twenty', async () => {
  const commands = (size: number) =>
    countCommands(async () => {
      const { data } = await service.graph.ask('customer', ROOMS, { rooms: rooms.slice(0, size) });
      expect(data._entities).toHaveLength(size);
    });
  expect(await commands(20)).toBe(await commands(100));
});

test('a hundred supplies by reference take as many commands as twenty', async () => {
  const { data } = await service.graph.ask('customer', ROOMS, { rooms: rooms.slice(0, 1) });
  const supplies = data._entities.flatMap((room) => room.supplies);
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on Supply { id name quantity roomId updatedAt room { id } } } }`;
  const commands = (size: number) =>
    countCommands(async () => {
      const of = supplies.slice(0, size).map(({ id }) => ({ __typename: 'Supply', id }));
      const answer = await service.graph.ask('customer', query, { of });
      expect(answer.data._entities.filter(Boolean)).toHaveLength(size);
    });
  expect(await commands(20)).toBe(await commands(100));
});

test('supplies in supplies are refused as a whole, and others are answered meanwhile', async () => {
  const query = `query ($rooms: [_Any!]!) { _entities(representations: $rooms) { ... on Room { id supplies { room { supplies { room { supplies { id name } } } } } } } }`;
  const { ask } = service.graph;
  const [refused, answered] = await Promise.all([
    ask('customer', query, { rooms }),
    ask('customer', ROOMS, { rooms: rooms.slice(0, 1) }),
  ]);
  expect(refused).toEqual({
    data: null,
    errors: [
      {
        message: expect.stringContaining('more than 20000 objects'),
        extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'objects', allowed: 20_000 },
      },
    ],
  });
  expect(answered.data._entities[0]?.supplies).toHaveLength(100);
});

test('more references than objects are refused before they are looked for', async () => {
  const commands = await countCommands(async () => {
    const many = Array.from({ length: 20_001 }, () => ({ __typename: 'Room', id: 'x' }));
    const { data, errors } = await service.graph.ask('customer', ROOMS, { rooms: many });
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }]);
  });
  expect(commands).toBe(0);
});
