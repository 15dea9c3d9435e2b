import { isUuid, type Page } from '../../../platform/input.ts';
import { uuidArgument } from '../../../platform/subgraph/arguments.ts';
import {
  type Connection,
  type PageArguments,
  readPage,
  toConnection,
} from '../../../platform/subgraph/pagination.ts';
import { roomConditions } from '../../../platform/subgraph/room-conditions.ts';
import type { Room } from '../domain/room.ts';
import type { QueryResolvers } from '../schema.generated.ts';
import { asksForStatus } from './context.ts';

export const queries: QueryResolvers = {
  async room(_parent, { id }, { loaders }, info) {
    const room = await loaders.room(info).load(uuidArgument('id', id));
    return room && !room.deleted ? room : null;
  },

  async rooms(_parent, { filter, ...args }, { services: { roomPage, queries: reads, clock } }, info) {
    const criteria = { ...roomConditions(filter ?? {}), status: filter?.status ?? undefined };
    return roomList('rooms', args, {
      read: (page) =>
        roomPage({ criteria, page, withStatus: criteria.status !== undefined || asksForStatus(info) }),
      count: () => reads.count(criteria, clock()),
    });
  },
};

type RoomList = {
  readonly read: (page: Page<[id: string]>) => Promise<readonly Room[]>;
  readonly count: () => Promise<number>;
};

/**
 * A page of rooms, ordered by id.
 *
 * @param name of the list, in which alone its cursors are valid
 */
export async function roomList(
  name: string,
  args: PageArguments,
  { read, count }: RoomList,
): Promise<Connection<Room>> {
  const page = readPage<[string]>(args, name, [isUuid]);
  return toConnection(await read(page), page, { name, keysOf: ({ id }) => [id], count });
}
