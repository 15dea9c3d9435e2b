import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { newId } from '../platform/identifiers.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';

let instance: SharedInstance;
let host: Client;
let customer: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  customer = await instance.as('erin');
});
afterAll(() => instance[Symbol.asyncDispose]());

const FIND = /* GraphQL */ `
  query ($filter: RoomFilter, $slot: SlotInput!) {
    rooms(filter: $filter) { edges { node { id name location timeZone } } }
    availableRooms(slot: $slot, filter: $filter) { edges { node { id name location timeZone } } }
    roomBoard(filter: $filter) { edges { node { room { id name location timeZone } } } }
  }
`;
type Edges<Node> = { readonly edges: readonly { readonly node: Node }[] };
type Room = Readonly<Record<'id' | 'name' | 'location' | 'timeZone', string>>;
type Found = {
  readonly rooms: Edges<Room>;
  readonly availableRooms: Edges<Room>;
  readonly roomBoard: Edges<{ readonly room: Room }>;
};

test('a room is found by room, booking and view, however its name and place and what is looked for were typed', async () => {
  const mark = newId();
  const name = `강의실 Ｃａｆé ${mark}`;
  const location = '서울\u3000역삼동';
  const typed = { name: name.normalize('NFD'), location: location.normalize('NFD'), timeZone: 'asia/SEOUL' };
  const id = await givenRoom(host, typed);
  const room = { id, name, location, timeZone: 'Asia/Seoul' };
  const slot = slotIn(30);
  for (const filter of [
    { nameContains: name, location },
    { nameContains: name.normalize('NFD'), location: '서울 역삼'.normalize('NFD') },
    { nameContains: `강의실\u00a0CAFÉ ${mark.toUpperCase()}`, location: ' 역삼동' },
  ])
    await eventually(async () => {
      const { data, errors } = await customer.run<Found, object>(FIND, { filter, slot });
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        rooms: { edges: [{ node: room }] },
        availableRooms: { edges: [{ node: room }] },
        roomBoard: { edges: [{ node: { room } }] },
      });
    });
});
