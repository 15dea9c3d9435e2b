import { isSubject } from '../../../platform/identity/subject.ts';
import { loadReference } from '../../../platform/subgraph/loaders.ts';
import type { HostResolvers, RoomResolvers } from '../schema.generated.ts';
import { roomList } from './queries.ts';

export const room: RoomResolvers = {
  // Also when it is deleted: a booking of a deleted room still has its room.
  __resolveReference: (reference, { loaders }, info) => loadReference(loaders.room(info), reference),

  host: ({ hostId }) => (hostId === null ? null : { id: hostId }),
  closedReason: (parent) => (parent.deleted ? null : parent.closedReason),
};

export const host: HostResolvers = {
  // Any subject may be a host, and has an empty list without rooms.
  __resolveReference: ({ id }) => (isSubject(id) ? { id } : null),

  rooms: ({ id }, args, { loaders }, info) =>
    roomList('Host.rooms', args, {
      read: (page) => loaders.roomsOfHost(info)(id, page),
      count: async () => (await loaders.roomCount(id, {})) ?? 0,
    }),
};
