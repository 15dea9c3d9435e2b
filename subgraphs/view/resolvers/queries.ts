import { ifPresent } from '../../../platform/input.ts';
import { searchArgument } from '../../../platform/subgraph/arguments.ts';
import { LONGEST_ROOM_TEXT, roomConditions } from '../../../platform/subgraph/room-conditions.ts';
import type { QueryResolvers } from '../schema.generated.ts';
import { freshnessFor, readCourseBoard, readRoomBoard } from './pages.ts';

export const queries: QueryResolvers = {
  roomBoard: (_parent, { filter, ...args }, { services }, info) =>
    readRoomBoard(
      services,
      { ...roomConditions(filter ?? {}), status: filter?.status ?? undefined },
      args,
      info,
    ),

  supplyStock: (_parent, { nameContains }, { services, actor }) =>
    services.queries.supplies(
      actor,
      ifPresent(nameContains, (text) => searchArgument('nameContains', text, LONGEST_ROOM_TEXT)),
    ),

  courseBoard: (_parent, args, { services }, info) => readCourseBoard(services, args, info),

  async myPage(_parent, _args, { services, identity }, info) {
    return { customerId: identity.subject, asOf: await freshnessFor(services, 'myPage', info) };
  },
};
