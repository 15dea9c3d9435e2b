import { isUuid } from '../../../platform/input.ts';
import { uuidArgument } from '../../../platform/subgraph/arguments.ts';
import {
  type Connection,
  type PageArguments,
  readPage,
  toConnection,
} from '../../../platform/subgraph/pagination.ts';
import { roomConditions } from '../../../platform/subgraph/room-conditions.ts';
import type { RoomCriteria } from '../application/ports.ts';
import type { RoomServices } from '../application/services.ts';
import type { Room } from '../domain/room.ts';
import type { QueryResolvers } from '../schema.generated.ts';

export const queries: QueryResolvers = {
  async room(_parent, { id }, { loaders }) {
    const room = await loaders.room.load(uuidArgument('id', id));
    return room && !room.deleted ? room : null;
  },

  rooms: (_parent, { filter, ...args }, { services }) =>
    toRoomConnection(
      services,
      { ...roomConditions(filter ?? {}), status: filter?.status ?? undefined },
      args,
      'rooms',
    ),
};

/**
 * A page of the rooms that meet the criteria.
 *
 * @param name of the list, in which alone its cursors are valid
 */
export async function toRoomConnection(
  { queries: { list, count }, clock }: Pick<RoomServices, 'queries' | 'clock'>,
  criteria: RoomCriteria,
  args: PageArguments,
  name: string,
): Promise<Connection<Room>> {
  const page = readPage<[string]>(args, name, [isUuid]);
  const now = clock();
  const found = await list(criteria, page, now);
  return toConnection(found, page, { name, keysOf: ({ id }) => [id], count: () => count(criteria, now) });
}
