import { ifPresent } from '../../../platform/input.ts';
import { searchArgument } from '../../../platform/subgraph/arguments.ts';
import { LONGEST_ROOM_TEXT, roomConditions } from '../../../platform/subgraph/room-conditions.ts';
import type { QueryResolvers } from '../schema.generated.ts';
import { readCourseBoard, readRoomBoard } from './pages.ts';

export const queries: QueryResolvers = {
  roomBoard: (_parent, { filter, ...args }, { services }) =>
    readRoomBoard(services, { ...roomConditions(filter ?? {}), status: filter?.status ?? undefined }, args),

  supplyStock: (_parent, { nameContains }, { services, actor }) =>
    services.queries.supplies(
      actor,
      ifPresent(nameContains, (text) => searchArgument('nameContains', text, LONGEST_ROOM_TEXT)),
    ),

  courseBoard: (_parent, args, { services }) => readCourseBoard(services, args),

  async myPage(_parent, _args, { services, identity }) {
    return { customerId: identity.subject, asOf: await services.freshness('myPage') };
  },
};
